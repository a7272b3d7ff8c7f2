// The browser's own print window, behind a button.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
