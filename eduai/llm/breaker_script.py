"""The shared breaker's only state change, as Redis runs it: one hash per backend, the server's own clock.

Fields: state, epoch, opened, cooldown, probe, until, streak, and per tenth of the window `n<slot>` calls and
`f<slot>` failures. Answers: `{"go", epoch, probe}`, `{"wait", epoch, milliseconds}`, `{"done", epoch, ""}`,
or `{state, epoch, ready}` (ready: 1 when a caller would get leave now).
"""

from __future__ import annotations

SCRIPT = """
local key, operation, number, token = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local window, volume = tonumber(ARGV[4]), tonumber(ARGV[5])
local rate, consecutive = tonumber(ARGV[6]), tonumber(ARGV[7])
local cooldown, cooldown_most = tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function get(name) return redis.call('HGET', key, name) end
local state = get('state') or 'closed'
local epoch = tonumber(get('epoch') or '0')

-- A new state forgets the counts; what remains of a quiet backend expires by itself.
local function become(new, fields)
  epoch = epoch + 1
  redis.call('DEL', key)
  redis.call('HSET', key, 'state', new, 'epoch', epoch, unpack(fields))
  redis.call('PEXPIRE', key, math.max(window, cooldown_most) * 10)
end

local function half_open(lease)
  local cooled = get('cooldown') or cooldown
  become('half_open', {'probe', token, 'until', now + lease, 'cooldown', cooled})
end

local function open(cooled)
  become('open', {'opened', now, 'cooldown', cooled})
end

local ready = 0
if state == 'half_open' then ready = tonumber(get('until'))
elseif state == 'open' then ready = tonumber(get('opened')) + tonumber(get('cooldown')) end

if operation == 'state' then return {state, epoch, (now >= ready) and 1 or 0} end

if operation == 'acquire' then
  if state == 'closed' then return {'go', epoch, ''} end
  if now < ready then return {'wait', epoch, string.format('%d', ready - now)} end
  half_open(tonumber(number))
  return {'go', epoch, token}
end

-- A report. Results of calls that began in an earlier state say nothing about this one.
if tonumber(number) ~= epoch then return {'done', epoch, ''} end

if state == 'half_open' then
  if get('probe') ~= token then return {'done', epoch, ''} end
  if operation == 'success' then become('closed', {'streak', 0})
  elseif operation == 'failure' then open(math.min(tonumber(get('cooldown')) * 2, cooldown_most))
  else redis.call('HSET', key, 'until', now) end
  return {'done', epoch, ''}
end

if state ~= 'closed' or operation == 'release' then return {'done', epoch, ''} end

local width = math.max(math.floor(window / 10), 1)
local slot = math.floor(now / width)
redis.call('HINCRBY', key, 'n' .. slot, 1)
if operation == 'success' then redis.call('HSET', key, 'streak', 0)
else
  redis.call('HINCRBY', key, 'f' .. slot, 1)
  redis.call('HINCRBY', key, 'streak', 1)
end
redis.call('PEXPIRE', key, math.max(window, cooldown_most) * 10)

local calls, failures = 0, 0
local fields = redis.call('HGETALL', key)
for i = 1, #fields, 2 do
  local kind, when = string.match(fields[i], '^([nf])(%d+)$')
  if kind then
    if tonumber(when) <= slot - 10 then redis.call('HDEL', key, fields[i])
    elseif kind == 'n' then calls = calls + tonumber(fields[i + 1])
    else failures = failures + tonumber(fields[i + 1]) end
  end
end
local streak = tonumber(get('streak') or '0')
if operation == 'failure' and (streak >= consecutive or (calls >= volume and failures >= rate * calls)) then
  open(cooldown)
end
return {'done', epoch, ''}
"""
