"""The shared live floor: revisions, parts, deltas, one hub per process. It knows no app.

A *room* is anything with a revision that several screens follow: a workshop session, a planning project.
An app registers a `Source` for its rooms; the floor asks it what an audience sees and sends what changed.

- `parts`: what a screen shows, as an ordered set of small pieces, and how a change becomes a delta.
- `hub`: the sockets of this process, one renderer per room, pokes from any thread or process.
- `wire`: one websocket message to many sockets, framed once.
- `endpoint`: the websocket end of a screen.
- `names`: group names and socket paths.
"""
