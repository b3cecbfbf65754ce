"""Pages in HTML, each a single file that needs no network: labels with the words that decided them, and figures."""
