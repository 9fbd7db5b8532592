// Generated from compiler/std by `npm run generate`. Do not edit.
import type { LibraryEntry } from "../semantics/library.ts";
export const LIBRARY: readonly LibraryEntry[] = [
  {
    names: "abs",
    signature:
      '{"function":{"module":"","name":"abs"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Absolute value. Missing where its input is.","attributes":{"pointwise":"abs"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"abs","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "argmax rolling_argmax",
    signature:
      '{"function":{"module":"","name":"argmax"},"aliases":["rolling_argmax"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"How many rows ago the greatest of the last `period` rows was: 0 is now, ties go to the newest. Missing by the policy.","attributes":{"bounds":"0..9999"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.argmax","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "argmin rolling_argmin",
    signature:
      '{"function":{"module":"","name":"argmin"},"aliases":["rolling_argmin"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"How many rows ago the least of the last `period` rows was: 0 is now, ties go to the newest. Missing by the policy.","attributes":{"bounds":"0..9999"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.argmin","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "atr",
    signature:
      '{"function":{"module":"","name":"atr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Average true range (Wilder 1978): `rma` of the true range; the first true range is high - low.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"call","function":{"module":"","name":"true_range"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}}',
  },
  {
    names: "avgdev mean_deviation",
    signature:
      '{"function":{"module":"","name":"avgdev"},"aliases":["mean_deviation"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The mean of |x - mean| over the last `period` rows. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.avgdev","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "barssince bars_since",
    signature:
      '{"function":{"module":"","name":"barssince"},"aliases":["bars_since"],"formals":[{"input":false,"name":"condition","type":"bs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"How many rows ago the condition was true: 0 is now. Missing until it was true once.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"event.since","args":[{"kind":"formal","index":0,"type":"bs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "bb_lower",
    signature:
      '{"function":{"module":"","name":"bb_lower"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The lower Bollinger Band.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "bb_upper",
    signature:
      '{"function":{"module":"","name":"bb_upper"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The upper Bollinger Band.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "bbands bb",
    signature:
      '{"function":{"module":"","name":"bbands"},"aliases":["bb"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"{upper:fs,middle:fs,lower:fs}","doc":"Bollinger Bands: a moving average with bands `std_dev` population deviations away. Missing in the first\\n`period` - 1 rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upper","value":{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}},{"name":"middle","value":{"kind":"local","index":0,"type":"fs"}},{"name":"lower","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{upper:fs,middle:fs,lower:fs}"}}',
  },
  {
    names: "beta",
    signature:
      '{"function":{"module":"","name":"beta"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The slope of y against x over the last `period` rows: their covariance over the variance of x. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.beta","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "ceil",
    signature:
      '{"function":{"module":"","name":"ceil"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Smallest integer not below. Missing where its input is.","attributes":{"pointwise":"ceil"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"ceil","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "coalesce nz",
    signature:
      '{"function":{"module":"","name":"coalesce"},"aliases":["nz"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":{"kind":"constant","value":0,"type":"ic"},"range":null,"aliases":[]}],"result":"fs","doc":"The first known value: `a` where it is known, else `b`.","attributes":{"pointwise":"coalesce"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"coalesce","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "correl correlation corr",
    signature:
      '{"function":{"module":"","name":"correl"},"aliases":["correlation","corr"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Pearson\'s correlation of x and y over the last `period` rows; missing where either is constant.","attributes":{"bounds":"-1..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.correlation","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "cov covariance",
    signature:
      '{"function":{"module":"","name":"cov"},"aliases":["covariance"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The covariance of x and y over the last `period` rows, divided by period - ddof. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.covariance","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":4,"type":"sp"},"minSamples":{"kind":"formal","index":5,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "cross",
    signature:
      '{"function":{"module":"","name":"cross"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a went through b in either direction.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"or","args":[{"kind":"call","function":{"module":"","name":"crossup"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"call","function":{"module":"","name":"crossdown"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "crossdown cross_down crossunder",
    signature:
      '{"function":{"module":"","name":"crossdown"},"aliases":["cross_down","crossunder"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a fell through b: a < b now, and a >= b on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"ge","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "crossup cross_up crossover",
    signature:
      '{"function":{"module":"","name":"crossup"},"aliases":["cross_up","crossover"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a rose through b: a > b now, and a <= b on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"le","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "cumulative_sum cumsum",
    signature:
      '{"function":{"module":"","name":"cumulative_sum"},"aliases":["cumsum"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"The sum of every row so far. Missing rows are skipped.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "diff",
    signature:
      '{"function":{"module":"","name":"diff"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"The change since the row before: x - x[1]. Missing where either is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "donchian",
    signature:
      '{"function":{"module":"","name":"donchian"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"{upper:fs,lower:fs,middle:fs}","doc":"Donchian Channel: the greatest high and the least low of the last `period` rows, and the middle between.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upper","value":{"kind":"local","index":0,"type":"fs"}},{"name":"lower","value":{"kind":"local","index":1,"type":"fs"}},{"name":"middle","value":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}],"type":"{upper:fs,lower:fs,middle:fs}"}}',
  },
  {
    names: "ema rolling_ema",
    signature:
      '{"function":{"module":"","name":"ema"},"aliases":["rolling_ema"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Exponential moving average, alpha = 2 / (period + 1), seeded by the mean of the first `period` observed rows.\\nMissing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"rec.average","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"}}',
  },
  {
    names: "enter",
    signature:
      '{"function":{"module":"","name":"enter"},"aliases":[],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price came into the channel: in it now, and not on the row before.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"result":{"kind":"operator","operator":"and","args":[{"kind":"local","index":0,"type":"bs"},{"kind":"operator","operator":"not","args":[{"kind":"shift","operand":{"kind":"local","index":0,"type":"bs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"bs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "exit",
    signature:
      '{"function":{"module":"","name":"exit"},"aliases":[],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price left the channel: in it on the row before, and not now.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"not","args":[{"kind":"local","index":0,"type":"bs"}],"type":"bs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"bs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "exp",
    signature:
      '{"function":{"module":"","name":"exp"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Natural exponential. Missing where its input is.","attributes":{"pointwise":"exp"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"exp","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "falling",
    signature:
      '{"function":{"module":"","name":"falling"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a is below its value on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}}',
  },
  {
    names: "falling_pct",
    signature:
      '{"function":{"module":"","name":"falling_pct"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"pct","type":"fp","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":0,"max":1000000,"step":null,"choices":null},"aliases":[]}],"result":"bs","doc":"Whether a fell by at least `pct` percent since the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"le","args":[{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"operator","operator":"neg","args":[{"kind":"formal","index":1,"type":"fp"}],"type":"fp"}],"type":"bs"}}',
  },
  {
    names: "floor",
    signature:
      '{"function":{"module":"","name":"floor"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Largest integer not above. Missing where its input is.","attributes":{"pointwise":"floor"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"floor","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "greater elementwise_max",
    signature:
      '{"function":{"module":"","name":"greater"},"aliases":["elementwise_max"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"The greater of two, row by row. Missing where either is. `max` is the greatest of a window.","attributes":{"pointwise":"max"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "hl2 median_price",
    signature:
      '{"function":{"module":"","name":"hl2"},"aliases":["median_price"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low) / 2.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}',
  },
  {
    names: "hlc3 typical_price",
    signature:
      '{"function":{"module":"","name":"hlc3"},"aliases":["typical_price"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low + close) / 3.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":3,"type":"ic"}],"type":"fs"}}',
  },
  {
    names: "in_channel in",
    signature:
      '{"function":{"module":"","name":"in_channel"},"aliases":["in"],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price is between the bounds, either included.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"le","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"le","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "is_missing",
    signature:
      '{"function":{"module":"","name":"is_missing"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a value is missing. Always known.","attributes":{"pointwise":"is_missing"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"is_missing","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"bs"}}',
  },
  {
    names: "lesser elementwise_min",
    signature:
      '{"function":{"module":"","name":"lesser"},"aliases":["elementwise_min"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"The lesser of two, row by row. Missing where either is. `min` is the least of a window.","attributes":{"pointwise":"min"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "linreg rolling_linreg",
    signature:
      '{"function":{"module":"","name":"linreg"},"aliases":["rolling_linreg"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The end point of the least-squares line through the last `period` rows. Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.linreg","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "log ln",
    signature:
      '{"function":{"module":"","name":"log"},"aliases":["ln"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Natural logarithm. Missing at or below 0 and where its input is.","attributes":{"pointwise":"log"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"log","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "lower_wick",
    signature:
      '{"function":{"module":"","name":"lower_wick"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"From the low to the body\'s bottom: lesser(open, close) - low.","attributes":{"field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "macd",
    signature:
      '{"function":{"module":"","name":"macd"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fast_period","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slow_period","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signal_period","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{macd:fs,signal:fs,histogram:fs}","doc":"Moving Average Convergence Divergence (Appel): the fast `ema` less the slow one, the `ema` of that, and their\\ndifference.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"macd","value":{"kind":"local","index":0,"type":"fs"}},{"name":"signal","value":{"kind":"local","index":1,"type":"fs"}},{"name":"histogram","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{macd:fs,signal:fs,histogram:fs}"}}',
  },
  {
    names: "max rolling_max highest",
    signature:
      '{"function":{"module":"","name":"max"},"aliases":["rolling_max","highest"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The greatest of the last `period` rows. `greater` is the greater of two. Missing by the policy.","attributes":{"pointwise_twin":"greater"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.max","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "median rolling_median med",
    signature:
      '{"function":{"module":"","name":"median"},"aliases":["rolling_median","med"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The middle of the last `period` rows in order; for an even count the mean of the middle two. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.median","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "min rolling_min lowest",
    signature:
      '{"function":{"module":"","name":"min"},"aliases":["rolling_min","lowest"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The least of the last `period` rows. `lesser` is the lesser of two. Missing by the policy.","attributes":{"pointwise_twin":"lesser"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.min","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "negative_values neg negative",
    signature:
      '{"function":{"module":"","name":"negative_values"},"aliases":["neg","negative"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"x where it is below 0, else 0. Missing where its input is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "ohlc4",
    signature:
      '{"function":{"module":"","name":"ohlc4"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(open + high + low + close) / 4.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"constant","value":4,"type":"ic"}],"type":"fs"}}',
  },
  {
    names: "out out_channel",
    signature:
      '{"function":{"module":"","name":"out"},"aliases":["out_channel"],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price is above the upper bound or below the lower one.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"not","args":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    names: "positive_values pos positive",
    signature:
      '{"function":{"module":"","name":"positive_values"},"aliases":["pos","positive"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"x where it is above 0, else 0. Missing where its input is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "quantile rolling_quantile",
    signature:
      '{"function":{"module":"","name":"quantile"},"aliases":["rolling_quantile"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"q","type":"fp","default":{"kind":"constant","value":0.5,"type":"fc"},"range":{"min":0,"max":1,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The q-quantile of the last `period` rows, interpolated linearly at q (period - 1). Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.quantile","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"fp"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "range",
    signature:
      '{"function":{"module":"","name":"range"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"high - low.","attributes":{"field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "rank ts_rank",
    signature:
      '{"function":{"module":"","name":"rank"},"aliases":["ts_rank"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The rank of the current row among the last `period`, from 1 / period to 1; ties get their average. Missing by the policy.","attributes":{"bounds":"0..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.rank","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "rising",
    signature:
      '{"function":{"module":"","name":"rising"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a is above its value on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}}',
  },
  {
    names: "rising_pct",
    signature:
      '{"function":{"module":"","name":"rising_pct"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"pct","type":"fp","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":0,"max":1000000,"step":null,"choices":null},"aliases":[]}],"result":"bs","doc":"Whether a rose by at least `pct` percent since the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"ge","args":[{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"formal","index":1,"type":"fp"}],"type":"bs"}}',
  },
  {
    names: "rma rolling_rma",
    signature:
      '{"function":{"module":"","name":"rma"},"aliases":["rolling_rma"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Wilder\'s moving average, alpha = 1 / period, seeded by the mean of the first `period` observed rows\\n(Wilder, New Concepts in Technical Trading Systems, 1978). Missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"rec.average","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"formal","index":1,"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"}}',
  },
  {
    names: "roc",
    signature:
      '{"function":{"module":"","name":"roc"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Rate of change in percent: 100 (x / x[period] - 1). Missing where the earlier value is missing or 0.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"constant","value":100,"type":"ic"}],"type":"fs"}}',
  },
  {
    names: "round",
    signature:
      '{"function":{"module":"","name":"round"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Nearest integer, ties to even. Missing where its input is.","attributes":{"pointwise":"round"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"round","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "rsi",
    signature:
      '{"function":{"module":"","name":"rsi"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Relative Strength Index (Wilder 1978): 100 gain / (gain + loss), the changes up and down averaged by `rma`.\\n50 where the price did not change. Missing in the first `period` rows.","attributes":{"pane":"separate","bounds":"0..100","levels":"30,70"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "shift",
    signature:
      '{"function":{"module":"","name":"shift"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"periods","type":"ip","default":{"kind":"constant","value":1,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The value `periods` rows ago; missing in the first `periods` rows.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}}',
  },
  {
    names: "sign",
    signature:
      '{"function":{"module":"","name":"sign"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Sign: -1, 0 or 1. Missing where its input is.","attributes":{"pointwise":"sign","bounds":"-1..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sign","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "slope rolling_slope",
    signature:
      '{"function":{"module":"","name":"slope"},"aliases":["rolling_slope"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The slope, per row, of the least-squares line through the last `period` rows; missing for 1 row. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.slope","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "sma mean rolling_mean average avg",
    signature:
      '{"function":{"module":"","name":"sma"},"aliases":["mean","rolling_mean","average","avg"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Simple moving average: the sum of the last `period` rows over `period`. Missing by the window\'s policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.mean","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "sqrt",
    signature:
      '{"function":{"module":"","name":"sqrt"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Square root. Missing below 0 and where its input is.","attributes":{"pointwise":"sqrt"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sqrt","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "stdev std stddev rolling_std",
    signature:
      '{"function":{"module":"","name":"stdev"},"aliases":["std","stddev","rolling_std"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The standard deviation of the last `period` rows: the root of their variance, divided by period - ddof.\\nMissing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sqrt","args":[{"kind":"engine","kernel":"win.variance","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "sum rolling_sum",
    signature:
      '{"function":{"module":"","name":"sum"},"aliases":["rolling_sum"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The sum of the last `period` rows. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.sum","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "true_range tr",
    signature:
      '{"function":{"module":"","name":"true_range"},"aliases":["tr"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"True range (Wilder 1978): the greatest of high - low, |high - previous close| and |low - previous close|.\\nWhere the previous close is missing, and so on the first row, it is high - low.","attributes":{}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "trunc int",
    signature:
      '{"function":{"module":"","name":"trunc"},"aliases":["int"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Integer part: the fraction is dropped towards 0. Missing where its input is.","attributes":{"pointwise":"trunc"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"trunc","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    names: "upper_wick",
    signature:
      '{"function":{"module":"","name":"upper_wick"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"From the body\'s top to the high: high - greater(open, close).","attributes":{"field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    names: "valuewhen value_when",
    signature:
      '{"function":{"module":"","name":"valuewhen"},"aliases":["value_when"],"formals":[{"input":false,"name":"condition","type":"bs","default":null,"range":null,"aliases":[]},{"input":false,"name":"x","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"occurrence","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"x on the row where the condition was true for the last time but `occurrence`: 0 is the latest.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"event.value_when","args":[{"kind":"formal","index":0,"type":"bs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    names: "variance rolling_variance",
    signature:
      '{"function":{"module":"","name":"variance"},"aliases":["rolling_variance"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The variance of the last `period` rows, divided by period - ddof. Missing by the policy.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.variance","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    names: "weighted_close",
    signature:
      '{"function":{"module":"","name":"weighted_close"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low + 2 close) / 4.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"constant","value":4,"type":"ic"}],"type":"fs"}}',
  },
  {
    names: "wma rolling_wma",
    signature:
      '{"function":{"module":"","name":"wma"},"aliases":["rolling_wma"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Linearly weighted moving average: weights period, period - 1, ..., 1 from the newest row. Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.wma","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
];
