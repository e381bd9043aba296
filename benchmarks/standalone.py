"""A standalone Spark cluster of this machine: a master and workers of one core on loopback."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

CLASSES = "org.apache.spark.deploy"
HOST = "127.0.0.1"
PATIENCE = 60.0
SETTINGS = """\
spark.driver.memory 3g
spark.driver.host 127.0.0.1
spark.executor.memory 2g
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.log.level ERROR
spark.scheduler.minRegisteredResourcesRatio 1.0
"""


def why_not() -> str:
    """Why no cluster can be started here; empty where it can."""
    try:
        from pyspark.util import is_remote_only
    except ImportError:
        return "PySpark is not installed"
    if is_remote_only():
        return "only the client of PySpark is installed"
    return "" if shutil.which("java") else "there is no Java"


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a cluster that keeps its files in this folder and ends with the block."""
    import pyspark

    home = Path(pyspark.__file__).parent
    sources = os.pathsep.join(path for path in sys.path if path)
    ours = {
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": HOST,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": sources,
    }
    (folder / "spark-defaults.conf").write_text(SETTINGS)
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        with ExitStack() as stack:
            yield _started(stack, home, folder, workers)
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _started(stack: ExitStack, home: Path, folder: Path, workers: int) -> str:
    log = folder / "master.log"
    options = ["--host", HOST, "--webui-port", "0"]
    stack.enter_context(_running(home, log, "master.Master", *options, "--port", "0"))
    master = _said(log, "Starting Spark master at ").split()[0]
    for number in range(workers):
        kept = ["--work-dir", str(folder / f"work-{number}"), "--cores", "1", "--memory", "2g"]
        log_of_worker = folder / f"worker-{number}.log"
        stack.enter_context(_running(home, log_of_worker, "worker.Worker", *options, *kept, master))
        _said(log_of_worker, "Successfully registered with master")
    return master


@contextmanager
def _running(home: Path, log: Path, part: str, *arguments: str) -> Iterator[None]:
    command = [str(home / "bin" / "spark-class"), f"{CLASSES}.{part}", *arguments]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


def _said(log: Path, words: str) -> str:
    """What follows these words in the log, once they are there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _before, found, after = log.read_text().partition(words)
        if found and "\n" in after:
            return after
        time.sleep(0.1)
    raise TimeoutError(f"{log} does not say {words!r}")
