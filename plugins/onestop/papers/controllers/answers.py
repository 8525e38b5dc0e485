"""How a printed paper is sent."""

from litestar.response import Response

from plugins.onestop.papers.commands.printing import Pdf


def pdf_response(paper: Pdf) -> Response[bytes]:
    """Return a paper to be shown by the browser and kept by nobody."""
    headers = {"content-disposition": f'inline; filename="{paper.name}"', "cache-control": "no-store"}
    return Response(paper.content, media_type="application/pdf", headers=headers)
