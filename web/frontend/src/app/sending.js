// One file sent in pieces, in the manner of tus 1.0.0: created by POST, continued by PATCH at the offset that HEAD
// tells. tus-js-client does the same and more in 87 KB, more than half of what a page may weigh; hence these lines.
const SMALLEST = 64 * 1024; // bytes of a piece
const LARGEST = 2 * 1024 * 1024;
const GOOD_SECONDS = 4; // of a piece: long enough to be worth a request, short enough to lose little
const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds between attempts while nobody answers
const TUS = { 'Tus-Resumable': '1.0.0' };
const AWAY = new Set([0, 408, 429, 500, 502, 503, 504]);
const CLASHES = new Set([409, 460]); // out of step, or damaged on the way: looked at anew, but not for ever
const PATIENCE = 3;
const SIGN_IN = '/sign-in'; // where a request ends whose session is over

export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}
export class Paused extends Error {}
export class SignedOut extends Error {}
class Away extends Error {}

export class Sending {
  // `told` is called with this whenever something changes: offset, rate, waiting.
  constructor(file, begin, field, told) {
    Object.assign(this, { file, begin, field, told });
    this.place = null;
    this.offset = 0;
    this.rate = 0; // bytes a second
    this.piece = 4 * SMALLEST;
    this.waiting = false;
    this.stopped = false;
  }

  // Sends to the end, through as many breaks as it takes. Throws Refused with a sentence, Paused.
  async run() {
    this.stopped = false;
    this.clashes = 0;
    for (let attempt = 0; ; ) {
      try {
        await (this.place ? this.#look() : this.#create());
        attempt = 0;
        while (await this.#next()) attempt = 0;
        return;
      } catch (error) {
        if (this.#isWhole(error)) return;
        if (!(error instanceof Away)) throw error;
        this.waiting = true;
        this.told(this);
        await this.#rest(PAUSES[Math.min(attempt++, PAUSES.length - 1)]);
        this.waiting = false;
      }
    }
  }

  pause() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
  }

  async giveUp() {
    this.pause();
    if (this.place) await this.#ask('DELETE', this.place, {}).catch(() => null);
  }

  // The answer to the last piece got lost: the file is no longer under way, since it is there.
  #isWhole(error) {
    return error instanceof Refused && error.status === 404 && this.sentAll;
  }

  async #create() {
    const words = [['field', this.field], ['filename', this.file.name]];
    const answer = await this.#ask('POST', this.begin, {
      'Upload-Length': String(this.file.size),
      'Upload-Metadata': words.map(([word, value]) => `${word} ${base64(value)}`).join(','),
    });
    this.place = answer.getResponseHeader('Location');
    this.#stand(answer);
  }

  async #look() {
    this.#stand(await this.#ask('HEAD', this.place, {}));
  }

  // The next piece; false when the file is whole. An empty one ends a file that was not finished the last time.
  async #next() {
    const start = this.offset;
    const begun = performance.now();
    const body = this.file.slice(start, start + this.piece);
    const headers = { 'Upload-Offset': String(start), 'Content-Type': 'application/offset+octet-stream', ...(await checksum(body)) };
    const answer = await this.#ask('PATCH', this.place, headers, body, (sent) => {
      this.offset = start + sent;
      this.sentAll = this.offset === this.file.size;
      this.told(this);
    });
    const seconds = Math.max((performance.now() - begun) / 1000, 0.001);
    this.rate = this.rate ? this.rate * 0.7 + (body.size / seconds) * 0.3 : body.size / seconds;
    if (seconds < GOOD_SECONDS / 2) this.piece = Math.min(LARGEST, this.piece * 2);
    if (seconds > GOOD_SECONDS * 2) this.piece = Math.max(SMALLEST, this.piece / 2);
    this.#stand(answer);
    return this.offset < this.file.size;
  }

  #stand(answer) {
    this.offset = Number(answer.getResponseHeader('Upload-Offset')) || 0;
    this.told(this);
  }

  #ask(method, address, headers, body = null, progress = null) {
    return new Promise((resolve, reject) => {
      if (this.stopped && method !== 'DELETE') return reject(new Paused());
      const request = new XMLHttpRequest();
      if (method !== 'DELETE') this.request = request;
      request.open(method, address);
      const token = document.querySelector('meta[name="csrf-token"]')?.content ?? '';
      const all = { ...TUS, Accept: 'application/json', 'X-CSRFToken': token, ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      if (progress) request.upload.onprogress = ({ loaded }) => progress(Math.min(loaded, body.size));
      request.onabort = () => reject(new Paused());
      request.onerror = () => reject(new Away());
      request.onload = () => {
        const ended = new URL(request.responseURL || address, location.href).pathname;
        if (request.status === 401 || ended === SIGN_IN) reject(new SignedOut());
        else if (request.status < 300) resolve(request);
        else if (AWAY.has(request.status) || (CLASHES.has(request.status) && this.clashes++ < PATIENCE)) reject(new Away());
        else reject(new Refused(sentence(request), request.status));
      };
      request.send(body);
    });
  }

  // Until the line is back, the time is over, or it is paused.
  #rest(seconds) {
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        window.removeEventListener('online', over);
        if (this.stopped) reject(new Paused());
        else resolve();
      };
      const timer = setTimeout(over, seconds * 1000);
      window.addEventListener('online', over);
      this.wake = over;
    });
  }
}

// What the server said, where it did.
function sentence(request) {
  try {
    return JSON.parse(request.responseText).sentence ?? '';
  } catch {
    return '';
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// The piece's SHA-256, where the browser has it (pages over https, and this machine's own).
async function checksum(piece) {
  if (!globalThis.crypto?.subtle || !piece.size) return {};
  const digest = await crypto.subtle.digest('SHA-256', await piece.arrayBuffer());
  return { 'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...new Uint8Array(digest)))}` };
}
