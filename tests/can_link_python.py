"""Exit status 0 if this Python ships a library that a Rust test program can be linked to."""

import sys
import sysconfig
from pathlib import Path

folders = [sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("LIBPL")]
name = sysconfig.get_config_var("LDLIBRARY") or ""
# a shared library of another name than `libpython3.x.so` (`.so.1.0` alone) cannot be linked to
found = any(folder and (Path(folder) / name).is_file() for folder in folders)
sys.exit(0 if name and found else 1)
