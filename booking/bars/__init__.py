"""Never again this interpreter for this organisation, or in this one case of its.

- `api`: bars over REST
- `barring`: a bar is put and lifted, and what it hits is asked about anew
- `reading`: the bars somebody may see
"""
