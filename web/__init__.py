"""The shell: app, worker, command line, pages, templates, static files, error rendering."""
