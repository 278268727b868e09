// Prints axe-core's own script, for a test to put into a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

process.stdout.write(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
