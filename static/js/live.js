// Keeps one region of the page level with its room: by websocket, and by polling where that is blocked.
// The page holds its position (revision, view, epoch); after every gap it asks for what is newer.

const SEND_EVERY = 32 * 1024;      // bytes to receive before saying so: the server holds back past 64 KB unconfirmed
const BEAT = 15000;                // the server's heartbeat, in milliseconds
const POLL = 3000;
const SOON = 1000, SOON_FOR = 60000;   // a server that was just lost is asked more often, for a minute: browsers themselves delay new sockets after failures
const FIRST_RETRY = 400, LAST_RETRY = 8000;

export class Live {
  // address: path of the socket; poll: address of the change since a position; at: {rev, view, epoch}; onFrame(frame), onState("live" | "polling" | "lost" | "removed")
  constructor({ address, poll, at, onFrame, onState = () => {} }) {
    Object.assign(this, { address, poll, at, onFrame, onState });
    this.retry = FIRST_RETRY;
    this.opened = false;
    this.stopped = false;
    this.offset = 0;                // the server's clock minus ours, in milliseconds
    for (const [target, name] of [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]])
      target.addEventListener(name, () => document.visibilityState !== "hidden" && this.wake());
    this.tick = Date.now();
    setInterval(() => this.watch(), 5000);
    this.connect();
    setTimeout(() => this.opened || this.startPolling(), 2500);
  }

  connect() {
    if (this.stopped || (this.socket && this.socket.readyState < 2)) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    let socket;
    try { socket = new WebSocket(`${scheme}//${location.host}${this.address}`); } catch { this.startPolling(); return; }
    this.socket = socket;
    this.tried = Date.now();
    socket.onopen = () => {
      this.received = this.said = 0;
      this.heard = Date.now();
      socket.send(JSON.stringify(this.at));
    };
    socket.onmessage = event => { if (socket === this.socket) this.receive(event.data); };
    socket.onclose = event => { if (socket === this.socket) this.closed(event.code); };
  }

  receive(text) {
    this.heard = Date.now();
    if (!this.opened) { this.opened = true; this.stopPolling(); }
    this.retry = FIRST_RETRY;
    this.state("live");
    this.received += new Blob([text]).size + (text.length < 126 ? 2 : text.length < 65536 ? 4 : 10);
    if (this.received - this.said >= SEND_EVERY) {
      this.said = this.received;
      this.socket.send(JSON.stringify({ have: this.received }));
    }
    this.take(JSON.parse(text));
  }

  take(frame) {
    if (frame.n) this.offset = frame.n - Date.now();
    if (frame.b) { if (frame.r > this.at.rev) this.catchUp(); return; }
    if (frame.m) { this.onFrame(frame); return; }
    if (frame.r < this.at.rev && (!frame.f || frame.e === this.at.epoch)) return;   // a poll that was overtaken by the socket
    this.at = { rev: frame.r, view: frame.v, epoch: frame.e };
    this.onFrame(frame);
  }

  closed(code) {
    this.opened = false;
    if (code === 4403) { this.stopped = true; this.stopPolling(); this.state("removed"); return; }
    if (this.stopped) return;
    this.startPolling();
    const wait = this.retry * (0.5 + Math.random());
    this.retry = Math.min(LAST_RETRY, this.retry * 1.7);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait);
  }

  // Back from sleep, back online, back from another tab: do not wait for a timer.
  wake() {
    if (this.stopped || (this.socket && this.socket.readyState === 0 && Date.now() - this.tried < 5000)) return;
    if (this.opened && Date.now() - this.heard < 2 * BEAT) { this.catchUp(); return; }
    this.reconnect();
  }

  reconnect() {
    clearTimeout(this.timer);
    this.retry = FIRST_RETRY;
    const old = this.socket;
    this.socket = null;
    this.opened = false;
    if (old) { try { old.close(); } catch { /* it is gone already */ } }
    this.connect();
    this.catchUp();
  }

  watch() {
    const gap = Date.now() - this.tick;
    this.tick = Date.now();
    if (this.stopped) return;
    if (gap > 20000 || (this.opened && Date.now() - this.heard > 2 * BEAT + 5000)) this.reconnect();
  }

  startPolling() {
    if (this.polling || this.stopped) return;
    this.pollSince = Date.now();
    this.polling = setTimeout(() => this.pollAgain(), 0);
  }

  async pollAgain() {
    await this.catchUp();
    if (!this.polling) return;
    const soon = this.was === "lost" && Date.now() - this.pollSince < SOON_FOR;
    this.polling = setTimeout(() => this.pollAgain(), (soon ? SOON : POLL) * (0.85 + 0.3 * Math.random()));
  }

  stopPolling() { clearTimeout(this.polling); this.polling = null; }

  async catchUp() {
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(`${this.poll}?${new URLSearchParams(this.at)}`, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.status === 403) { this.stopped = true; this.stopPolling(); this.state("removed"); return; }
      if (answer.status === 200) this.take(await answer.json());
      if (answer.ok && !this.opened) this.state("polling");
      if (!answer.ok) this.state("lost");
    } catch { if (!this.opened) this.state("lost"); }
    finally { this.asking = false; }
  }

  state(name) { if (name !== this.was) { this.was = name; this.onState(name); } }
}

// The position that the first render wrote on the floor.
export function positionOf(floor) {
  return { rev: Number(floor.dataset.rev), view: floor.dataset.view, epoch: floor.dataset.epoch };
}
