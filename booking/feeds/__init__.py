"""What we publish: feeds and collections that people's calendars fetch from us (`calendars` is what we read).

- `words`: what a feed is of, how much it tells, how it is fetched
- `tables`: feeds as stored, their secrets as digests
- `writing`: objects sent, as the feed shows them; pure
- `publishing`: an address or a device is made, renewed and ended
- `opening`: whose secret this is, whether it still may, and whether anything is new: the hot read
- `entries`: what stands in a feed
- `syncing`: what has changed since a calendar program last asked
- `rendering`: the whole feed as text, kept until it changes
- `schemas`, `api`: over HTTP
- `multistatus`: what CalDAV programs ask and hear, as XML; pure
- `collection`: a feed as a CalDAV collection; pure
- `dav`: the same over HTTP
"""
