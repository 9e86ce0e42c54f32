-- Posts accounts of which no two are alike, and tells what came of it as one line of JSON.
local run = os.getenv("RUN")
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("TOKEN") }
local number = 0

function request()
  number = number + 1
  local name = run .. "-" .. number
  local body = string.format(
    '{"userName":"%s","displayName":"Somebody %s","email":"%s@example.org","externalId":"%s",' ..
    '"department":"Sivistysosasto","unit":"Kirjasto"}', name, name, name, name)
  return wrk.format("POST", nil, headers, body)
end

function done(summary)
  local errors = summary.errors
  local refused = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format(
    '{"requests": %d, "microseconds": %d, "refused": %d}', summary.requests, summary.duration, refused))
end
