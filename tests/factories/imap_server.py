"""A real IMAP server for a test: Dovecot of Debian's package, on loopback, with its own folder."""

from __future__ import annotations

import datetime as dt
import grp
import imaplib
import ipaddress
import os
import pwd
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories.smtp_sink import free_port

USER, PASSWORD = "bounces@home.test", "open/sesame@1"
_PATIENCE_SECONDS = 20


class NoMailServer(RuntimeError):
    """Dovecot is not installed or did not start; the message says what to do."""


@dataclass
class MailServer:
    """A running server. `certificate` is the file that a client must trust."""

    folder: Path
    port: int
    tls_port: int

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def url(self, scheme: str = "imaps", **parts: str) -> str:
        user, password = parts.get("user", USER), parts.get("password", PASSWORD)
        port = self.tls_port if scheme == "imaps" else self.port
        sign_in = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"{scheme}://{sign_in}@127.0.0.1:{port}/{parts.get('folder', 'INBOX')}"

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Lay mails into a folder as if they had just come."""
        with self._client() as client:
            for mail in mails:
                crlf = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                answer, _data = client.append(folder, "", "", crlf)
                assert answer == "OK"

    def seen(self, folder: str = "INBOX") -> tuple[int, int]:
        """How many mails are marked as seen, and how many lie there."""
        with self._client() as client:
            client.select(folder, readonly=True)
            counts = [client.search(None, what)[1][0].split() for what in ("SEEN", "ALL")]
        return len(counts[0]), len(counts[1])

    def _client(self) -> imaplib.IMAP4_SSL:
        context = ssl.create_default_context(cafile=str(self.certificate))
        client = imaplib.IMAP4_SSL("127.0.0.1", self.tls_port, ssl_context=context, timeout=10)
        client.login(f'"{USER}"', PASSWORD)
        return client


@contextmanager
def running_mail_server(folder: Path) -> Iterator[MailServer]:
    """A server with one mailbox until the block ends."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        raise NoMailServer("There is no Dovecot here: apt-get install -y dovecot-imapd")
    server = MailServer(folder, free_port(), free_port())
    owner = "mail" if os.geteuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    _write_certificate(folder)
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder / "mail", owner, owner)
        _open_way(folder)
    config = folder / "dovecot.conf"
    config.write_text(_config(server, owner, _version(program)), encoding="ascii")
    process = subprocess.Popen(
        [program, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _open_way(folder: Path) -> None:
    """The server's processes run as other users and must get through to their folder."""
    for part in (folder, *folder.parents):
        if str(part).startswith("/tmp/") or part == folder:  # noqa: S108 - pytest's own folder
            part.chmod(part.stat().st_mode | 0o011)


def _version(program: str) -> tuple[int, int]:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    major, minor = told.stdout.split(".")[:2]
    return int(major), int(minor)


def _config(server: MailServer, owner: str, version: tuple[int, int]) -> str:
    folder, group = server.folder, grp.getgrgid(pwd.getpwnam(owner).pw_gid).gr_name
    lines = [
        *([] if version < (2, 4) else ["dovecot_config_version = 2.4.0"]),
        *([] if version < (2, 4) else ["dovecot_storage_version = 2.4.0"]),
        f"base_dir = {folder}/run",
        f"log_path = {folder}/log",
        "protocols = imap",
        "listen = 127.0.0.1",
        "ssl = required",
        "auth_failure_delay = 0",
        "service anvil {\n unix_listener anvil-auth-penalty {\n mode = 0\n }\n}",
        "first_valid_uid = 1",
        "first_valid_gid = 1",
        f"service imap-login {{\n inet_listener imap {{\n port = {server.port}\n }}",
        f" inet_listener imaps {{\n port = {server.tls_port}\n ssl = yes\n }}\n}}",
        *(_new_words if version >= (2, 4) else _old_words)(folder, owner, group),
    ]
    if os.geteuid() != 0:
        lines += [f"default_internal_user = {owner}", f"default_internal_group = {group}"]
        lines += [f"default_login_user = {owner}"]
        lines += [f"service {name} {{\n chroot =\n}}" for name in ("anvil", "imap-login", "stats")]
    return "\n".join([*lines, ""])


def _old_words(folder: Path, owner: str, group: str) -> list[str]:
    static = f"uid={owner} gid={group} home={folder}/mail"
    return [
        f"ssl_cert = <{folder}/cert.pem",
        f"ssl_key = <{folder}/key.pem",
        f"mail_location = maildir:{folder}/mail/box",
        f"passdb {{\n driver = passwd-file\n args = scheme=PLAIN {_users(folder)}\n}}",
        f"userdb {{\n driver = static\n args = {static}\n}}",
    ]


def _new_words(folder: Path, owner: str, group: str) -> list[str]:
    return [
        f"ssl_server_cert_file = {folder}/cert.pem",
        f"ssl_server_key_file = {folder}/key.pem",
        "mail_driver = maildir",
        f"mail_path = {folder}/mail/box",
        f"passdb passwd-file {{\n passwd_file_path = {_users(folder)}",
        " default_password_scheme = PLAIN\n}",
        f"userdb static {{\n fields {{\n uid = {owner}\n gid = {group}",
        f" home = {folder}/mail\n }}\n}}",
    ]


def _users(folder: Path) -> Path:
    path = folder / "users"
    path.write_text(f"{USER}:{PASSWORD}:::::\n", encoding="ascii")
    return path


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.home.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    own = folder / "key.pem"
    own.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    own.chmod(0o600)


def _wait_until_it_answers(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            server._client().logout()
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
        else:
            return
    log = server.folder / "log"
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    raise NoMailServer(f"Dovecot did not start: {said}")
