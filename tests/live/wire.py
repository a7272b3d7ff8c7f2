"""The least HTTP and websocket a phone needs, over asyncio streams: nothing retries, nothing hides a failure."""

import asyncio
import base64
import os
from typing import NamedTuple
from urllib.parse import urlencode


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    size: int
    """Bytes on the line, head and body, as they came (compressed)."""
    cookies: dict[str, str]


class Line:
    """One keep-alive connection. Any error leaves it closed; the next request opens a new one."""

    def __init__(self, port: int, host: str = "127.0.0.1"):
        self.host, self.port = host, port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, headers: dict[str, str] | None = None) -> Reply:
        return await self.request("GET", path, headers or {}, b"")

    async def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Reply:
        form = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return await self.request("POST", path, form, urlencode(fields).encode())

    async def request(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        try:
            if self.streams is None:
                self.streams = await asyncio.open_connection(self.host, self.port)
            reader, writer = self.streams
            writer.write(self._head(method, path, headers, body) + body)
            reply = await self._read(reader, method)
        except BaseException:
            self.close()
            raise
        if reply.headers.get("connection", "").lower() == "close":
            self.close()
        return reply

    def _head(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()

    async def _read(self, reader: asyncio.StreamReader, method: str) -> Reply:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        cookies: dict[str, str] = {}
        for line in filter(None, rest):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                cookies[key] = kept
            headers[name.lower()] = value
        status = int(first.split(" ")[1])
        body, framing = b"", 0
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body, framing = await self._chunks(reader)
        elif status != 204 and method != "HEAD":
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Reply(status, headers, body, len(head) + len(body) + framing, cookies)

    async def _chunks(self, reader: asyncio.StreamReader) -> tuple[bytes, int]:
        body, framing = b"", 0
        while True:
            size = await reader.readuntil(b"\r\n")
            framing += len(size) + 2
            chunk = await reader.readexactly(int(size, 16) + 2)
            if len(chunk) == 2:
                return body, framing
            body += chunk[:-2]

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


class Refused(ConnectionError):
    """The server answered the upgrade with an ordinary response."""


class Socket:
    """A websocket client without compression: text in, text out."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.reader, self.writer = reader, writer
        self.received = 0
        self.close_code: int | None = None

    @classmethod
    async def open(cls, port: int, path: str, cookie: str = "", origin: str | None = None) -> "Socket":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        origin = origin or f"http://127.0.0.1:{port}"
        try:
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Origin: {origin}\r\nCookie: {cookie}\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise Refused(head.split(b"\r\n")[0].decode())
        except BaseException:
            writer.close()
            raise
        return cls(reader, writer)

    def send(self, text: str) -> None:
        self._send(1, text.encode())

    def _send(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.writer.write(bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload)

    async def receive(self) -> str:
        """The next text message; ConnectionError or IncompleteReadError when the line is gone."""
        while True:
            first, second = await self.reader.readexactly(2)
            size, more = second & 127, 0
            if size > 125:
                more = 2 if size == 126 else 8
                size = int.from_bytes(await self.reader.readexactly(more), "big")
            payload = await self.reader.readexactly(size)
            self.received += 2 + more + size
            opcode = first & 15
            if opcode == 1:
                return payload.decode()
            if opcode == 9:
                self._send(10, payload)
            elif opcode == 8:
                self.close_code = int.from_bytes(payload[:2], "big") if payload else None
                raise ConnectionResetError(f"closed with {self.close_code}")

    def close(self) -> None:
        self.writer.close()
