"""A source tree in small, with all that `.venv` is made from and nothing that needs a network."""

import base64
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

TREE = Path(__file__).parents[2]
BOOTSTRAP = Path("deploy") / "bootstrap"

PYPROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "small"
version = "1.0"
"""

BACKEND = '''"""Makes the editable wheel of the small tree."""
import os
from tests.local.small_tree import write_wheel

def build_editable(folder, settings=None, metadata=None):
    files = {"small.pth": os.getcwd(), "small-1.0.dist-info/entry_points.txt":
             "[console_scripts]\\nsmall = small:main\\n"}
    return write_wheel(folder, "small", files)
'''


def write_wheel(folder: str | Path, name: str, files: dict[str, str]) -> str:
    """A wheel of these files; returns its name."""
    about = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={digest(text)},{len(text)}" for path, text in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,"]) + "\n"
    wheel = f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder) / wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def digest(text: str) -> str:
    octets = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


class SmallTree:
    """The tree and what `make` would run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.venv = path / ".venv"
        (path / "requirements").mkdir(parents=True)
        shutil.copytree(TREE / BOOTSTRAP, path / BOOTSTRAP)
        (path / "pyproject.toml").write_text(PYPROJECT)
        (path / "backend.py").write_text(f"import sys\nsys.path.append({str(TREE)!r})\n" + BACKEND)
        (path / "small.py").write_text("def main():\n    print('small')\n")
        self.pin("run", "first")
        self.pin("dev", "first", "second")

    def pin(self, kind: str, *names: str) -> None:
        """Write a lock whose packages lie in the tree, each with its digest."""
        lines = []
        for name in names:
            wheel = write_wheel(self.path, name, {f"{name}.py": ""})
            sha256 = hashlib.sha256((self.path / wheel).read_bytes()).hexdigest()
            lines.append(f"./{wheel} --hash=sha256:{sha256}\n")
        (self.path / "requirements" / f"{kind}.lock").write_text("".join(lines))

    def started(self, kind: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(BOOTSTRAP / "environment.py"), kind],
            cwd=self.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def prepare(self, kind: str) -> tuple[int, str]:
        """The exit status, and all that was said."""
        with self.started(kind) as running:
            said, _ = running.communicate()
        return running.returncode, said

    def says(self, *command: str) -> str:
        """What a command of the environment prints."""
        found = subprocess.run(
            [str(self.venv / "bin" / command[0]), *command[1:]],
            cwd="/",
            check=True,
            capture_output=True,
            text=True,
        )
        return found.stdout.strip()

    def has(self, module: str) -> bool:
        return bool(list(self.venv.glob(f"lib/*/site-packages/{module}.py")))
