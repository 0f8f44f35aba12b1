# A master that does what a script says: accepts one connection at a time, expects calls in their order, answers or does
# not. It shows situations that a healthy master on a healthy network never makes.

class ScriptedMaster {
    [System.Net.Sockets.TcpListener] $Listener
    [System.Net.Sockets.TcpClient] $Client
    [System.IO.Stream] $Wire
    [byte[]] $Key

    # Who said hello first.
    [string] $Worker

    # Whether the worker frames its messages with headers; else each is a line.
    [bool] $Headers

    # In ms.
    [int] $Patience

    ScriptedMaster([string] $join, [int] $patience) {
        $this.Patience = $patience
        $this.Key = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(32)
        $this.Listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $this.Listener.Start()
        $text = '{{"salad":"{0}","masters":["127.0.0.1:{1}"],"worker_key":"{2}"}}' -f
            [guid]::NewGuid(), $this.Listener.LocalEndpoint.Port, [System.Convert]::ToBase64String($this.Key)
        [System.IO.File]::WriteAllText($join, $text)
        if (-not [System.OperatingSystem]::IsWindows()) { [System.IO.File]::SetUnixFileMode($join, 'UserRead, UserWrite') }
    }

    [void] Accept() {
        $accepted = $this.Listener.AcceptTcpClientAsync()
        if (-not $accepted.Wait($this.Patience)) { throw 'it should have connected.' }
        $this.Client = $accepted.Result
        $this.Wire = $this.Client.GetStream()
        $this.Wire.ReadTimeout = $this.Patience
    }

    [string] ReadLine() {
        $bytes = [System.Collections.Generic.List[byte]]::new()
        while (($next = $this.Wire.ReadByte()) -ge 0 -and $next -ne 10) { $bytes.Add($next) }
        return [System.Text.Encoding]::UTF8.GetString($bytes.ToArray()).TrimEnd("`r")
    }

    # The next call, which must be of this method, in either framing; null: the connection is closed. Renewals may come
    # at any time, and change nothing.
    [System.Text.Json.Nodes.JsonNode] Expect([string] $method) {
        $call = $this.Read()
        while ($call -and $call['method'].ToString() -eq 'renew_lease') {
            $this.Reply($call, '{"lost":[],"drain":false}')
            $call = $this.Read()
        }
        if ($call -and $call['method'].ToString() -ne $method) { throw "it should call $method now, not $($call['method'])." }
        return $call
    }

    [System.Text.Json.Nodes.JsonNode] Read() {
        $text = $this.ReadLine()
        if ($text -eq '') { return $null }
        $this.Headers = $text.StartsWith('Content-Length:')
        if ($this.Headers) {
            $body = [byte[]]::new([int] $text.Split(':')[1])
            while ($this.ReadLine() -ne '') { }
            $this.Wire.ReadExactly($body, 0, $body.Length)
            $text = [System.Text.Encoding]::UTF8.GetString($body)
        }
        return [System.Text.Json.Nodes.JsonNode]::Parse($text)
    }

    [void] Reply($call, [string] $result) {
        $text = '{{"jsonrpc":"2.0","id":{0},"result":{1}}}' -f $call['id'].ToJsonString(), $result
        $body = [System.Text.Encoding]::UTF8.GetBytes($text)
        $frame = if ($this.Headers) { "Content-Length: $($body.Length)`r`n`r`n$text" } else { "$text`n" }
        $this.Wire.Write([System.Text.Encoding]::UTF8.GetBytes($frame))
    }

    [string] Proof([string] $side, [string] $theirs, [string] $mine) {
        $text = [System.Text.Encoding]::ASCII.GetBytes("fruitsalad/1 $side worker $theirs $mine")
        return [System.Convert]::ToBase64String([System.Security.Cryptography.HMACSHA256]::HashData($this.Key, $text))
    }

    # The handshake as a master does it: says who it is, asks for the proof, welcomes.
    [void] Greet() {
        $this.Accept()
        $hello = $this.Expect('hello')
        $who = $hello['params']['worker'].ToString()
        if ($this.Worker -and $this.Worker -ne $who) { throw 'it should keep its identity on a new connection.' }
        $this.Worker = $who
        $mine = [System.Convert]::ToBase64String([System.Security.Cryptography.RandomNumberGenerator]::GetBytes(16))
        $theirs = $hello['params']['nonce'].ToString()
        $this.Reply($hello, ('{{"nonce":"{0}","proof":"{1}"}}' -f $mine, $this.Proof('master', $theirs, $mine)))
        $prove = $this.Expect('prove')
        if ($prove['params']['value'].ToString() -ne $this.Proof('caller', $theirs, $mine)) { throw 'its proof is wrong.' }
        $welcome = '{{"protocol":1,"salad":"{0}","name":"script","time_scale":1,"seed":1,"poll_ms":100,"long_poll_ms":20000}}'
        $this.Reply($prove, ($welcome -f [guid]::NewGuid()))
    }

    # The connection breaks; whoever called gets no answer.
    [void] Break() { $this.Client.Dispose() }

    # The master ends, and begins anew on the same port.
    [void] Restart() {
        $port = $this.Listener.LocalEndpoint.Port
        $this.Close()
        $this.Listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
        $this.Listener.Start()
    }

    [void] Close() {
        $this.Listener.Stop()
        if ($this.Client) { $this.Client.Dispose() }
    }
}
