"""A publisher that is killed (SIGKILL) at any of its steps on the disk, and what it leaves.

Run as `python -m tests.operation.killing publish|rollback|pull N`, in a folder of its own.  A first run, in a child
that is not killed, counts the steps: every name that is made, renamed or removed, every file that is opened for
writing, every flush.  Then, for each step (each Nth where there are many of a kind), a fresh copy of the releases, a
child that ends by SIGKILL just before that step, and a look at what is left; one line of JSON for each trial.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from sos_graph import release as gate
from sos_graph.bundles import new_key, pack, pull
from sos_graph.errors import SosGraphError
from sos_graph.history import last_state, read_log, state_of
from sos_graph.settings import Settings
from tests.operation.plain import plain_quads

WATCHED = {"os.rename", "os.mkdir", "os.symlink", "os.remove", "os.rmdir", "os.utime", "os.link"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


MANY = {"open", "os.fsync", "os.mkdir", "os.remove", "os.utime"}


def act(what, releases):
    if what == "publish":
        gate.publish(plain_quads(12), [], releases, keep=2)
    elif what == "rollback":
        gate.roll_back(releases)
    else:
        pull(str(Path.cwd() / "bundle"), settings_of(releases))
        if gate.target_of(releases, gate.NEXT):
            gate.switch(releases, 2)


def settings_of(releases):
    """The settings of a replica that trusts the key of this test, which is made at the first call."""
    key = Path.cwd() / "key"
    if not key.exists():
        new_key(key)
    public = key.with_name("key.pub").read_text().splitlines()[1]
    return Settings(releases=releases, bundle_secret=str(key), bundle_keys=public)


def prepare(what, releases):
    """The releases before the act."""
    for count in {"publish": (10, 11), "rollback": (10, 12), "pull": (10, 11)}[what]:
        in_child(lambda count=count: gate.publish(plain_quads(count), [], releases) and None)
    if what == "pull":
        origin = shutil.copytree(releases, Path.cwd() / "origin", symlinks=True)
        in_child(lambda: gate.publish(plain_quads(12), [], origin) and None)
        pack(settings_of(origin), "", Path.cwd() / "bundle")


def count_steps(what, template, deadly):
    """The names of all steps of an act; with `deadly`, SIGKILL comes before the step of that number."""
    steps = []

    def step(name):
        if len(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        steps.append(name)

    def hook(event, arguments):
        is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if event in WATCHED or (is_write and isinstance(arguments[0], str)):
            step(event)

    flush = os.fsync

    def fsync(descriptor):
        step("os.fsync")
        flush(descriptor)

    os.fsync = fsync
    sys.addaudithook(hook)
    act(what, template)
    return steps


def in_child(work):
    """What a function gives in a child process, as JSON, and how the child ended."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        try:
            said = json.dumps(work())
        except SosGraphError as error:
            said = json.dumps(str(error))
        with os.fdopen(sink, "w") as stream:
            stream.write(said)
        os._exit(0)
    os.close(sink)
    with os.fdopen(source) as stream:
        said = stream.read()
    return (json.loads(said) if said else None), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def look(releases):
    """What a reader finds: the current release, its damaged files, whether it opens, and whether the log is true."""
    release = gate.current_release(releases)
    log = read_log(releases, release.id)
    state = {iri: said.statements for iri, said in state_of(release.store.quads()).items()}
    told = {iri: said.statements for iri, said in last_state(releases, log).items()}
    return {
        "current": release.id,
        "damaged": gate.verify(release.folder),
        "log": [one.release for one in log][-1] == release.id and state == told,
    }


def try_again(what, releases):
    """Whether the next publisher gets through, and leaves nothing of the one that was killed."""
    act("publish" if what == "rollback" else what, releases)
    left = [
        one.name for one in releases.iterdir() if one.name.startswith(".") and one.name not in {".lock", ".verified"}
    ]
    return {"again": look(releases), "left": left}


def main(what, every):
    place = Path.cwd()
    template = place / "releases"
    prepare(what, template)
    steps, _ = in_child(lambda: count_steps(what, shutil.copytree(template, place / "dry", symlinks=True), -1))
    before, _ = in_child(lambda: look(template))
    after, _ = in_child(lambda: look(place / "dry"))
    sys.stdout.write(json.dumps({"steps": len(steps), "old": before["current"], "new": after["current"]}) + "\n")
    seen = {}
    for number, name in enumerate(steps):
        seen[name] = seen.get(name, 0) + 1
        if name in MANY and seen[name] % every:
            continue
        trial = shutil.copytree(template, place / "trial", symlinks=True)
        _, ended = in_child(lambda number=number, trial=trial: count_steps(what, trial, number))
        found, _ = in_child(lambda trial=trial: look(trial))
        again, _ = in_child(lambda trial=trial: try_again(what, trial))
        said = {"step": number, "name": name, "ended": ended, "found": found, "again": again}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        shutil.rmtree(trial)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
