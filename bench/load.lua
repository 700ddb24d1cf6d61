-- For wrk: takes the paths of a file one after another and tells latencies as one line of JSON.
local requests = {}
local place = 0

function init(args)
  wrk.headers["X-Forwarded-Proto"] = "https"
  wrk.headers["Accept"] = "application/json"
  wrk.headers["Host"] = args[3]
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  place = tonumber(args[2]) % #requests
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\nBENCH {"requests": %d, "duration": %d, "bytes": %d, "status": %d, "timeout": %d, "other": %d, '
      .. '"p50": %d, "p95": %d, "p99": %d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status, errors.timeout,
    errors.connect + errors.read + errors.write,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
