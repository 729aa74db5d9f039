"""Who is acting, and what they may do.

In reading order:

- `api`: the actor's own account over REST
- `acting`: from a cookie or a bearer token to an Actor, as FastAPI dependencies
- `signing_in`: signing in and out, throttled
- `passwords`: changing a password, and resetting it by a mailed link
- `tokens`: bearer tokens for programs
- `accounts`: making accounts and granting roles
- `organisations`: the organisation tree, with several parents
- `letters`: the reset letter
- `tables`: what is stored
- `permissions`: the one table of what each role may do
- `hashing`: argon2id
- `roles`: the words for roles and kinds of organisation
"""
