"""A session with a Streamlit server over its websocket, as a browser has: opens a page, reruns it, waits for the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect


class Session:
    """One connected session; every rerun sends what the browser would and reads until the script has finished."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._page = socket, ""

    def open(self, page: str, query: str) -> list[str]:
        """Open the page at this path of the address; returns the texts that the server sent for it."""
        return self._run(page=page, query=query)

    def rerun(self, query: str) -> list[str]:
        """Run the open page again, as any click on it would."""
        return self._run(page=None, query=query)

    def _run(self, page: str | None, query: str) -> list[str]:
        message = BackMsg()
        message.rerun_script.query_string = query
        if page is None:
            message.rerun_script.page_script_hash = self._page
        else:
            message.rerun_script.page_name = page
        message.rerun_script.context_info.timezone = "UTC"
        message.rerun_script.context_info.url = ""
        self._socket.send(message.SerializeToString())
        return self._until_finished()

    def _until_finished(self) -> list[str]:
        said = []
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=120))
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "delta":
                said.append(str(message.delta)[:400])
            elif kind == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return said


@contextmanager
def session(url: str) -> Iterator[Session]:
    """A session with the server at `url`, until the block ends."""
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, origin=url) as socket:  # type: ignore[list-item, arg-type]
        yield Session(socket)
