-- wrk: every request a valid order of about 300 bytes, of the demo catalogue's twenty products. With a number after "--" it ends itself after so many answers,
-- without a summary (wrk's own stop() waits for the end of the time given).
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
local answers = 0
local stopAfter
function init(args)
  stopAfter = tonumber(args[1])
  if stopAfter then
    response = function()
      answers = answers + 1
      if answers >= stopAfter then os.exit(0) end
    end
  end
end
function request()
  n = n + 1
  local body = string.format(
    '{"userId":"user-%d","items":[{"productId":"prod-%d","name":"Enamel mug, blue rim, 350 ml","price":12.5,"quantity":%d},' ..
    '{"productId":"prod-%d","name":"Linen tea towel, set of two","price":19.99,"quantity":1},' ..
    '{"productId":"prod-%d","name":"Oak serving board","price":34,"quantity":2}],"currency":"EUR"}',
    n % 1000, 1 + n % 20, 1 + n % 3, 1 + (n + 7) % 20, 1 + (n + 13) % 20)
  return wrk.format(nil, "/orders", nil, body)
end
