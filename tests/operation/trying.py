"""One act on a folder of releases, in a process of its own that may write little or nothing, told of in one line.

Run as `python -m tests.operation.trying publish|rollback FOLDER COUNT USER SIZE`: USER is who does it (0: whoever runs
this), SIZE the largest file that may be written (0: any).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sos_graph import release as gate
from sos_graph.errors import SosGraphError
from tests.operation.plain import plain_quads


def main(what, folder, count, user, size):
    if size:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    if user:
        with TemporaryDirectory() as elsewhere:  # nobody may read the modules that are still to be imported
            gate.publish(plain_quads(1), [], Path(elsewhere))
        os.setgid(user)
        os.setuid(user)
    releases = Path(folder)
    try:
        done = gate.roll_back(releases) if what == "rollback" else gate.publish(plain_quads(count), [], releases)
        said = {"done": done.id}
    except SosGraphError as error:
        said = {"refused": error.say("en")}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
