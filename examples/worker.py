"""A worker for a salad, with Python's standard library alone: python3 worker.py JOIN-FILE
The wire is JSON-RPC 2.0, one object a line; Get-Help about_FruitSalad_Wire tells the rest."""
import base64, contextlib, hashlib, hmac, json, os, re, secrets, socket, ssl, sys, time, uuid

def work(task, heartbeat):  # Yields as a sign of life, at least once a heartbeat; what it yields last is the result.
    payload, end = task.get("payload") or {}, time.monotonic() + task["duration_ms"] / 1000
    while (left := end - time.monotonic()) > 0:
        yield time.sleep(min(left, heartbeat))
    if payload.get("kind") == "matrix-block":
        yield [[sum(x * y for x, y in zip(row, column)) for column in zip(*payload["b"])] for row in payload["a"]]
    elif "kind" in payload:
        raise LookupError(f"a worker in Python does not know the kind {payload['kind']}")
    else:
        yield f"1 {task['name']} prepared"

def connect(address):  # Both sides prove that they know the secret, which itself never crosses the wire.
    wire = socket.create_connection(re.fullmatch(r"\[?(.+?)]?:(\d+)", address).groups(), timeout=30)
    if "fingerprint" in join:  # The join file names the one certificate: no authority is asked.
        wire = ssl._create_unverified_context().wrap_socket(wire)
        if hashlib.sha256(wire.getpeercert(True)).hexdigest() != join["fingerprint"].lower():
            raise OSError("that is not the certificate of the join file")
    lines, mine = wire.makefile("rw", encoding="utf-8"), base64.b64encode(secrets.token_bytes(16)).decode()
    def call(method, **parameters):
        print(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}), file=lines, flush=True)
        reply = json.loads(lines.readline())  # A closed connection says nothing, and that is no JSON.
        return reply["result"] if "result" in reply else sys.exit(f"{method}: {reply['error']['message']}")
    def proof(side):
        text = f"fruitsalad/1 {side} worker {mine} {challenge['nonce']}".encode()
        return base64.b64encode(hmac.digest(base64.b64decode(join["worker_key"]), text, "sha256")).decode()
    challenge = call("hello", protocol=1, role="worker", nonce=mine, worker=me, name=f"py-{os.getpid()}")
    if not hmac.compare_digest(proof("master"), challenge["proof"]):
        raise OSError("what listens there does not know the secret: it is told nothing")
    return call, call("prove", value=proof("caller")).get("heartbeat_ms", 1e9) / 1000

join, me, request, results = json.load(open(sys.argv[1])), str(uuid.uuid4()), 1, []
for address in join["masters"] * 60:  # What got no answer is said again on the next connection, and counts once.
    with contextlib.suppress(OSError, ValueError):
        call, heartbeat = connect(address)
        while (answer := call("receive_result", results=results, ask={"request": request})["next"] if results
               else call("give_task", request=request, wait_ms=20_000))["kind"] != "done":
            results = []
            for task in answer.get("tasks", []):
                lease = {"task": task["task"], "attempt": task["attempt"]}
                try:
                    for result in work(task, heartbeat):
                        if call("renew_lease", leases=[lease])["lost"]:
                            break
                    else:
                        results = [lease | {"result": result}]
                except (ArithmeticError, LookupError, TypeError) as failed:
                    call("fail_task", **lease, error=str(failed))
                request += 1
            time.sleep(answer.get("retry_after_ms", 0) / 1000)
        with contextlib.suppress(OSError, ValueError):
            call("goodbye")
        sys.exit()
    time.sleep(0.5)
sys.exit("No master answers.")
