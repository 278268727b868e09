"""Makes a zip bomb and unpacks it in its own folder.

must: stop at the limit on files
stopped by: LIMITS, SCRATCH, QUOTA
seconds: 6
"""

import io
import zipfile

bomb = io.BytesIO()
with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("bomb", bytes(50 << 20))
try:
    zipfile.ZipFile(bomb).extractall()
    print("BREACH: unpacked")
except OSError as error:
    print(error.strerror)


def double(x):
    return 2 * x
