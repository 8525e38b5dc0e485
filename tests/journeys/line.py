"""A line to the server that can be cut: what goes through a TCP port of our own, until somebody pulls the plug."""

import contextlib
import socket
import threading


class Line:
    """Passes connections on to a port of this machine. `cut` ends all and refuses new ones; `mend` ends that."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.whole = True
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection and refuse new ones."""
        self.whole = False
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.whole = True

    def close(self) -> None:
        """Stop for good."""
        self.cut()
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the door was closed
            while True:
                near, _address = self._door.accept()
                if self.whole:
                    self._join(near, socket.create_connection(("127.0.0.1", self.target)))
                else:
                    near.close()

    def _join(self, near: socket.socket, far: socket.socket) -> None:
        with self._lock:
            self._open += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
