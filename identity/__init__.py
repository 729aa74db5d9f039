"""Who is acting, and what they may do.

In reading order:

- `api`: one's own account over REST
- `administration_api`: who works where, over REST
- `schemas`: what those calls take and answer
- `acting`: from a cookie or a bearer token to an Actor, as FastAPI dependencies
- `cookies`: the session cookie
- `signing_in`: signing in and out
- `passwords`: changing a password, and resetting it by a mailed link
- `joining`: an account by a mailed link
- `tokens`: bearer tokens for programs
- `administration`: giving and ending roles in one's own organisation and below
- `accounts`: making accounts, and granting roles
- `organisations`: the organisation tree, with several parents
- `audit`: who did what, when and why, in chains that show tampering
- `throttle`: how often somebody may try
- `closing`: an account is closed for good
- `forgetting`: what has served its time is deleted
- `letters`: the letter with the reset link
- `tables`: what is stored
- `permissions`: the one table of what each role may do
- `password_rules`: what a password must be
- `hashing`: argon2id
- `roles`: the words for roles and kinds of organisation
"""
