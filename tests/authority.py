"""A time-stamping authority of one's own (RFC 3161) on 127.0.0.1, also one that misbehaves."""

from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

KIND = "application/timestamp-reply"
NAME = "Time Office"


def stamper(at):
    """Make an authority that stamps everything with one moment, with a key of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(made.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(plain),
        fixed_dt=at,
    )


def other_imprint(asked):
    """The same request over something else."""
    asked["message_imprint"]["hashed_message"] = b"\x00" * 32
    return asked


def refusal():
    """An answer that says no: a status alone, in a sequence of its own."""
    said = {"status": "rejection", "status_string": ["Not today"]}
    status = tsp.PKIStatusInfo(said).dump()
    return b"\x30" + bytes([len(status)]) + status


class Answers(BaseHTTPRequestHandler):
    """Answers a query as the server's ``how`` says."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        asked = tsp.TimeStampReq.load(self.rfile.read(length))
        code, kind, content = self.server.how(self.server.stamper, asked)
        self.server.asked += 1
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_given):
        """Say nothing."""


def stamps(stamper, asked):
    return 200, KIND, stamper.request_tsa_response(asked).dump()


def stamps_something_else(stamper, asked):
    return stamps(stamper, other_imprint(asked))


def forges(stamper, asked):
    """A stamp whose last byte, in its signature, was changed."""
    code, kind, content = stamps(stamper, asked)
    return code, kind, content[:-1] + bytes([content[-1] ^ 1])


def refuses(_stamper, _asked):
    return 200, KIND, refusal()


def babbles(_stamper, _asked):
    return 200, KIND, b"no ASN.1 at all"


def shows_a_page(_stamper, _asked):
    return 200, "text/html", b"<p>Sign in to this network.</p>"


def breaks(_stamper, _asked):
    return 500, KIND, b""


@contextmanager
def serving(stamper, how=stamps):
    """Run an authority that answers in one way; give its server, whose address is ``url``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.stamper, server.how, server.asked = stamper, how, 0
    server.url = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
