"""A list as a file that the browser saves."""

from django.http import FileResponse, StreamingHttpResponse

from registration.exports.tables import Table, csv_lines, excel_file


def csv_download(table: Table, *, name: str) -> StreamingHttpResponse:
    """`name` without its ending."""
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def excel_download(table: Table, *, name: str) -> FileResponse:
    """`name` without its ending."""
    return FileResponse(excel_file(table), as_attachment=True, filename=f"{name}.xlsx")
