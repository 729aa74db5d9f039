"""The HTML pages, one module for each of the people who use them.

- `site`: what every page shares: templates, language, forms
"""
