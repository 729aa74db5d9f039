"""Static files: kept by browsers for good, since their addresses change with their content."""

from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_GOOD = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=300"


class KeptFiles(StaticFiles):
    """Static files with a Cache-Control: for good when the address carries the content's digest."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, and how long to keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        named_by_content = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = _FOR_GOOD if named_by_content else _BRIEFLY
        return response
