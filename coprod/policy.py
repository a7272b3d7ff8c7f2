"""What our pages may load and where they may connect: nothing but this host."""

from typing import Any

from csp.middleware import CSPMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


class ContentPolicy(CSPMiddleware):
    """Adds the live floor's sockets by name: some browsers take 'self' for pages alone, and "wss:" would be any site."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Every note is answered in JSON, which no browser runs or draws; to compose its policy cost a tenth of the answer."""
        if response.get("Content-Type") == "application/json":
            return response
        return super().process_response(request, response)

    def get_policy_parts(self, request: HttpRequest, response: Any, report_only: bool = False) -> Any:
        parts = super().get_policy_parts(request, response, report_only)
        try:
            host = request.get_host()
        except DisallowedHost:  # the page that says so has no socket
            return parts
        parts.update = {**(parts.update or {}), "connect-src": [f"ws://{host}", f"wss://{host}"]}
        return parts
