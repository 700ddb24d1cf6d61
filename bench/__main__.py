"""``python -m bench``: prepare the data, measure each size, write the reports."""

import json
import os
import subprocess
import sys

from bench import databases, load, report, server


def main() -> None:
    """Do everything for the sizes that were asked for."""
    sizes = [
        int(text.replace("_", ""))
        for text in (os.environ.get("SIZES") or os.environ.get("SIZE") or "200000").split()
    ]
    server.OUT.mkdir(parents=True, exist_ok=True)
    if not load.install_wrk():
        print(
            "No wrk here: a slower client of our own measures (it takes more of the processor).", flush=True
        )
    url = server.start()
    runs = []
    for size in sizes:
        print(f"{size:,} partnerships", flush=True)
        database = databases.prepare(url, size)
        target = server.OUT / f"report-{size}.json"
        subprocess.run(
            [sys.executable, "-m", "bench.measure", str(size), str(target)],
            cwd=server.ROOT, env=databases.environment(database), check=True,
        )  # fmt: skip
        runs.append(json.loads(target.read_text(encoding="utf-8")))
        page = server.OUT / f"report-{size}.md"
        page.write_text(report.page(runs[-1], runs), encoding="utf-8")
        print(f"Report: {page}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Stopped: {' '.join(map(str, error.cmd[1:4]))} failed (its messages are above).")
