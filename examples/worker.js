// A worker for a salad, with Node's own library alone: node worker.js JOIN-FILE
// The wire is JSON-RPC 2.0, one object a line; Get-Help about_FruitSalad_Wire tells the rest.
const crypto = require('node:crypto'), fs = require('node:fs'), net = require('node:net'), tls = require('node:tls');
const { EventEmitter, once } = require('node:events'), { setTimeout: sleep } = require('node:timers/promises');
const readline = require('node:readline'), join = JSON.parse(fs.readFileSync(process.argv[2])), me = crypto.randomUUID();

async function work(task, lost) {
    const { kind, a, b } = task.payload ?? {};
    if (kind === 'matrix-block') return a.map(row => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
    if (kind !== undefined) throw new Error(`a worker in Node does not know the kind ${kind}`);
    await sleep(task.duration_ms, null, { signal: lost });
    return `1 ${task.name} prepared`;
}

// Both sides prove that they know the secret, which itself never crosses the wire. TLS: the join file pins the certificate.
async function connect(address) {
    const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(address), mine = crypto.randomBytes(16).toString('base64');
    const wire = join.fingerprint ? tls.connect({ host, port, rejectUnauthorized: false }) : net.connect({ host, port });
    await once(wire, join.fingerprint ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(10_000) });
    if (join.fingerprint && wire.getPeerCertificate().fingerprint256.replaceAll(':', '') !== join.fingerprint.toUpperCase())
        throw wire.destroy() && new Error('that is not the certificate of the join file');
    const replies = new EventEmitter().on('error', () => null);
    wire.on('error', () => null).on('close', () => replies.emit('error', new Error('the connection is closed')));
    readline.createInterface(wire).on('line', line => { const reply = JSON.parse(line); replies.emit(reply.id, reply); });
    const call = async (method, params, id = crypto.randomUUID()) => {
        wire.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
        const [reply] = await once(replies, id, { signal: AbortSignal.timeout(wire.destroyed ? 0 : 30_000) });
        return reply.error ? process.exit(console.error(`${method}: ${reply.error.message}`) ?? 1) : reply.result;
    };
    const challenge = await call('hello', { protocol: 1, role: 'worker', nonce: mine, worker: me, name: `js-${process.pid}` });
    const proof = side => crypto.createHmac('sha256', Buffer.from(join.worker_key, 'base64'))
        .update(`fruitsalad/1 ${side} worker ${mine} ${challenge.nonce}`).digest('base64');
    if (proof('master') !== challenge.proof) throw wire.destroy() && new Error('what listens there does not know the secret');
    return [call, (await call('prove', { value: proof('caller') })).heartbeat_ms ?? 2 ** 31 - 1];
}

(async () => {
    for (let request = 1, results = [], tries = 60; tries > 0; tries--, await sleep(500)) {
        for (const address of join.masters) try { // What got no answer is said again on the next connection.
            const [call, heartbeat] = await connect(address);
            for (let answer; answer?.kind !== 'done'; await sleep(answer.retry_after_ms ?? 0)) {
                answer = results.length === 0 ? await call('give_task', { request, wait_ms: 20_000 })
                    : (await call('receive_result', { results, ask: { request } })).next;
                results = [];
                for (const { task, attempt, ...what } of answer.tasks ?? []) {
                    const leases = [{ task, attempt }], lost = new AbortController();
                    const renew = async () => (await call('renew_lease', { leases })).lost.length && lost.abort();
                    const beat = setInterval(() => renew().catch(() => null), heartbeat);
                    await work(what, lost.signal).then(result => { results = [{ task, attempt, result }]; })
                        .catch(({ message }) => lost.signal.aborted || call('fail_task', { task, attempt, error: message }));
                    clearInterval(beat);
                    request++;
                }
            }
            await call('goodbye').finally(() => process.exit());
        } catch (gone) { console.error(`${address}: ${gone.message}`); }
    }
    process.exit(1);
})();
