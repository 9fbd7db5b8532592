// Generated from compiler/std by `npm run generate`. Do not edit.
import type { LibraryEntry } from "../semantics/library.ts";
export const LIBRARY: readonly LibraryEntry[] = [
  {
    module: "",
    family: "pointwise",
    names: "abs",
    signature:
      '{"function":{"module":"","name":"abs"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Absolute value. Missing where its input is.","attributes":{"pointwise":"abs"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"abs","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "volume",
    names: "ad",
    signature:
      '{"function":{"module":"","name":"ad"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Accumulation/Distribution (Chaikin): the sum so far of the volume times where the close stands between low and high,\\nfrom -1 to 1; 0 where they are equal. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "volume",
    names: "adosc",
    signature:
      '{"function":{"module":"","name":"adosc"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fast_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slow_period","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Chaikin Oscillator: the fast `ema` of `ad` less the slow one. Missing until both averages are known; missing rows are\\nskipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ad"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"}],"result":{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":5,"type":"ip"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "trend",
    names: "adx",
    signature:
      '{"function":{"module":"","name":"adx"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"{adx:fs,plus_di:fs,minus_di:fs}","doc":"Average Directional Index (Wilder 1978) and its lines: plus_di and minus_di are 100 times the `rma` of the moves up\\nand down over `atr`, and adx is the `rma` of 100 |plus_di - minus_di| / (plus_di + minus_di). On the first row, and\\nwhere the row before is missing, nothing moved. A line is 0 where its divisor is. The lines are missing in the first\\n`period` - 1 rows and adx in the first 2 period - 2; missing rows are skipped.","attributes":{"pane":"separate","levels":25}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"atr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"bs"},"then":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"local","index":2,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"bs"},"then":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"local","index":2,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"adx","value":{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":3,"type":"fs"},{"kind":"local","index":4,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":3,"type":"fs"},{"kind":"local","index":4,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}},{"name":"plus_di","value":{"kind":"local","index":3,"type":"fs"}},{"name":"minus_di","value":{"kind":"local","index":4,"type":"fs"}}],"type":"{adx:fs,plus_di:fs,minus_di:fs}"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "ao",
    signature:
      '{"function":{"module":"","name":"ao"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fast_period","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slow_period","type":"ip","default":{"kind":"constant","value":34,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Awesome Oscillator (Williams 1998): the fast `sma` of (high + low) / 2 less the slow one. Missing until both windows\\nare full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hl2"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"result":{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "argmax rolling_argmax",
    signature:
      '{"function":{"module":"","name":"argmax"},"aliases":["rolling_argmax"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"How many rows ago the greatest of the last `period` rows was: 0 is now, ties go to the newest. Missing by the policy.","attributes":{"pane":"separate","bounds":"0..9999"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.argmax","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "argmin rolling_argmin",
    signature:
      '{"function":{"module":"","name":"argmin"},"aliases":["rolling_argmin"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"How many rows ago the least of the last `period` rows was: 0 is now, ties go to the newest. Missing by the policy.","attributes":{"pane":"separate","bounds":"0..9999"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.argmin","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "atr",
    signature:
      '{"function":{"module":"","name":"atr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Average true range (Wilder 1978): `rma` of the true range; the first true range is high - low.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"call","function":{"module":"","name":"true_range"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "avgdev mean_deviation",
    signature:
      '{"function":{"module":"","name":"avgdev"},"aliases":["mean_deviation"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The mean of |x - mean| over the last `period` rows. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.avgdev","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "barssince bars_since",
    signature:
      '{"function":{"module":"","name":"barssince"},"aliases":["bars_since"],"formals":[{"input":false,"name":"condition","type":"bs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"How many rows ago the condition was true: 0 is now. Missing until it was true once.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"event.since","args":[{"kind":"formal","index":0,"type":"bs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "bb_lower",
    signature:
      '{"function":{"module":"","name":"bb_lower"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The lower Bollinger Band.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "bb_upper",
    signature:
      '{"function":{"module":"","name":"bb_upper"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The upper Bollinger Band.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "bbands bb",
    signature:
      '{"function":{"module":"","name":"bbands"},"aliases":["bb"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"std_dev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"{upper:fs,middle:fs,lower:fs}","doc":"Bollinger Bands: a moving average with bands `std_dev` population deviations away. Missing in the first\\n`period` - 1 rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upper","value":{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}},{"name":"middle","value":{"kind":"local","index":0,"type":"fs"}},{"name":"lower","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{upper:fs,middle:fs,lower:fs}"}}',
  },
  {
    module: "",
    family: "windows",
    names: "beta",
    signature:
      '{"function":{"module":"","name":"beta"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The slope of y against x over the last `period` rows: their covariance over the variance of x. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.beta","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "cci",
    signature:
      '{"function":{"module":"","name":"cci"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Commodity Channel Index (Lambert 1980): the typical price\'s distance from its mean, over 0.015 of its mean deviation;\\n0 where it did not move. Missing until the window is full of known rows.","attributes":{"pane":"separate","levels":"-100,100"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0.015,"type":"fc"},{"kind":"call","function":{"module":"","name":"avgdev"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "ceil",
    signature:
      '{"function":{"module":"","name":"ceil"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Smallest integer not below. Missing where its input is.","attributes":{"pointwise":"ceil"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"ceil","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "volume",
    names: "cmf",
    signature:
      '{"function":{"module":"","name":"cmf"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Chaikin Money Flow: the volume times where the close stands between low and high, from -1 to 1, summed over the last\\n`period` rows, over the sum of volume; 0 where no volume traded. Missing until the window is full of known rows.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "cmo",
    signature:
      '{"function":{"module":"","name":"cmo"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Chande Momentum Oscillator (Chande 1994): 100 (up - down) / (up + down), the plain sums of the changes up and down;\\n0 where the price did not change. Missing in the first `period` rows and near missing ones.","attributes":{"pane":"separate","bounds":"-100..100","levels":"-50,50"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "coalesce nz",
    signature:
      '{"function":{"module":"","name":"coalesce"},"aliases":["nz"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":{"kind":"constant","value":0,"type":"ic"},"range":null,"aliases":[]}],"result":"fs","doc":"The first known value: `a` where it is known, else `b`.","attributes":{"pointwise":"coalesce"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"coalesce","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "coppock",
    signature:
      '{"function":{"module":"","name":"coppock"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"wma_period","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fast_roc","type":"ip","default":{"kind":"constant","value":11,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slow_roc","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Coppock Curve (Coppock 1962): `wma` of the sum of two rates of change in percent. Missing until the window is full of\\nknown rates.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "correl correlation corr",
    signature:
      '{"function":{"module":"","name":"correl"},"aliases":["correlation","corr"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Pearson\'s correlation of x and y over the last `period` rows; missing where either is constant.","attributes":{"pane":"separate","bounds":"-1..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.correlation","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "cov covariance",
    signature:
      '{"function":{"module":"","name":"cov"},"aliases":["covariance"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"y","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The covariance of x and y over the last `period` rows, divided by period - ddof. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.covariance","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":4,"type":"sp"},"minSamples":{"kind":"formal","index":5,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "cross",
    signature:
      '{"function":{"module":"","name":"cross"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a went through b in either direction.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"or","args":[{"kind":"call","function":{"module":"","name":"crossup"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"call","function":{"module":"","name":"crossdown"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "events",
    names: "crossdown cross_down crossunder",
    signature:
      '{"function":{"module":"","name":"crossdown"},"aliases":["cross_down","crossunder"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a fell through b: a < b now, and a >= b on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"ge","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "events",
    names: "crossup cross_up crossover",
    signature:
      '{"function":{"module":"","name":"crossup"},"aliases":["cross_up","crossover"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether a rose through b: a > b now, and a <= b on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"le","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "cumulative_sum cumsum",
    signature:
      '{"function":{"module":"","name":"cumulative_sum"},"aliases":["cumsum"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"The sum of every row so far. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "dema",
    signature:
      '{"function":{"module":"","name":"dema"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Double exponential moving average (Mulloy 1994): 2 ema - ema of ema. Missing in the first 2 period - 2 rows; missing\\nrows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "diff",
    signature:
      '{"function":{"module":"","name":"diff"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"The change since the row before: x - x[1]. Missing where either is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "donchian",
    signature:
      '{"function":{"module":"","name":"donchian"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"{upper:fs,lower:fs,middle:fs}","doc":"Donchian Channel: the greatest high and the least low of the last `period` rows, and the middle between.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upper","value":{"kind":"local","index":0,"type":"fs"}},{"name":"lower","value":{"kind":"local","index":1,"type":"fs"}},{"name":"middle","value":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}],"type":"{upper:fs,lower:fs,middle:fs}"}}',
  },
  {
    module: "",
    family: "trend",
    names: "elder_ray",
    signature:
      '{"function":{"module":"","name":"elder_ray"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":13,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"{bull:fs,bear:fs}","doc":"Elder Ray (Elder 1993): bull is the high less the `ema` of the close, bear the low less it. Missing where the average is.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"bull","value":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}},{"name":"bear","value":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}}],"type":"{bull:fs,bear:fs}"}}',
  },
  {
    module: "",
    family: "averages",
    names: "ema rolling_ema",
    signature:
      '{"function":{"module":"","name":"ema"},"aliases":["rolling_ema"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Exponential moving average, alpha = 2 / (period + 1), seeded by the mean of the first `period` observed rows.\\nMissing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"rec.average","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "enter",
    signature:
      '{"function":{"module":"","name":"enter"},"aliases":[],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price came into the channel: in it now, and not on the row before.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"result":{"kind":"operator","operator":"and","args":[{"kind":"local","index":0,"type":"bs"},{"kind":"operator","operator":"not","args":[{"kind":"shift","operand":{"kind":"local","index":0,"type":"bs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"bs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "events",
    names: "exit",
    signature:
      '{"function":{"module":"","name":"exit"},"aliases":[],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price left the channel: in it on the row before, and not now.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"not","args":[{"kind":"local","index":0,"type":"bs"}],"type":"bs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"bs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "exp",
    signature:
      '{"function":{"module":"","name":"exp"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Natural exponential. Missing where its input is.","attributes":{"pointwise":"exp"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"exp","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "falling",
    signature:
      '{"function":{"module":"","name":"falling"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a is below its value on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "events",
    names: "falling_pct",
    signature:
      '{"function":{"module":"","name":"falling_pct"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"pct","type":"fp","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":0,"max":1000000,"step":null,"choices":null},"aliases":[]}],"result":"bs","doc":"Whether a fell by at least `pct` percent since the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"le","args":[{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"operator","operator":"neg","args":[{"kind":"formal","index":1,"type":"fp"}],"type":"fp"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "ffill fixnan",
    signature:
      '{"function":{"module":"","name":"ffill"},"aliases":["fixnan"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"The latest known value of x: x where it is known, else the last one before. Missing until it was known once.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cum.last","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "floor",
    signature:
      '{"function":{"module":"","name":"floor"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Largest integer not above. Missing where its input is.","attributes":{"pointwise":"floor"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"floor","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "greater elementwise_max",
    signature:
      '{"function":{"module":"","name":"greater"},"aliases":["elementwise_max"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"The greater of two, row by row. Missing where either is. `max` is the greatest of a window.","attributes":{"pointwise":"max"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "hl2 median_price",
    signature:
      '{"function":{"module":"","name":"hl2"},"aliases":["median_price"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low) / 2.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "hlc3 typical_price",
    signature:
      '{"function":{"module":"","name":"hlc3"},"aliases":["typical_price"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low + close) / 3.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":3,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "hma",
    signature:
      '{"function":{"module":"","name":"hma"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Hull moving average (Hull 2005): `wma` over the root of the period of 2 wma(period / 2) - wma(period); both lengths\\nrounded down, and at least 1. Missing until every window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"max","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"sqrt","args":[{"kind":"formal","index":1,"type":"ip"}],"type":"fp"}],"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "in_channel in",
    signature:
      '{"function":{"module":"","name":"in_channel"},"aliases":["in"],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price is between the bounds, either included.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"le","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"le","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "is_missing",
    signature:
      '{"function":{"module":"","name":"is_missing"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a value is missing. Always known.","attributes":{"pointwise":"is_missing"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"is_missing","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"bs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "keltner",
    signature:
      '{"function":{"module":"","name":"keltner"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"ema_period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"atr_period","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"multiplier","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"{upper:fs,middle:fs,lower:fs}","doc":"Keltner Channel (Keltner 1960, with Raschke\'s bands): the `ema` of the close, with bands `multiplier` times `atr` away.\\nThe middle is missing until the average is known, a band until both are.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":5,"type":"fp"},{"kind":"call","function":{"module":"","name":"atr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upper","value":{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}},{"name":"middle","value":{"kind":"local","index":0,"type":"fs"}},{"name":"lower","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{upper:fs,middle:fs,lower:fs}"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "lesser elementwise_min",
    signature:
      '{"function":{"module":"","name":"lesser"},"aliases":["elementwise_min"],"formals":[{"input":false,"name":"a","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"b","type":"fs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"The lesser of two, row by row. Missing where either is. `min` is the least of a window.","attributes":{"pointwise":"min"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "linreg rolling_linreg",
    signature:
      '{"function":{"module":"","name":"linreg"},"aliases":["rolling_linreg"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The end point of the least-squares line through the last `period` rows. Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.linreg","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "log ln",
    signature:
      '{"function":{"module":"","name":"log"},"aliases":["ln"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Natural logarithm. Missing at or below 0 and where its input is.","attributes":{"pointwise":"log"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"log","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "lower_wick",
    signature:
      '{"function":{"module":"","name":"lower_wick"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"From the low to the body\'s bottom: lesser(open, close) - low.","attributes":{"pane":"separate","field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "macd",
    signature:
      '{"function":{"module":"","name":"macd"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fast_period","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slow_period","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signal_period","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{macd:fs,signal:fs,histogram:fs}","doc":"Moving Average Convergence Divergence (Appel): the fast `ema` less the slow one, the `ema` of that, and their\\ndifference.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"macd","value":{"kind":"local","index":0,"type":"fs"}},{"name":"signal","value":{"kind":"local","index":1,"type":"fs"}},{"name":"histogram","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{macd:fs,signal:fs,histogram:fs}"}}',
  },
  {
    module: "",
    family: "windows",
    names: "max rolling_max highest",
    signature:
      '{"function":{"module":"","name":"max"},"aliases":["rolling_max","highest"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The greatest of the last `period` rows. `greater` is the greater of two. Missing by the policy.","attributes":{"pane":"overlay","pointwise_twin":"greater"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.max","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "median rolling_median med",
    signature:
      '{"function":{"module":"","name":"median"},"aliases":["rolling_median","med"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The middle of the last `period` rows in order; for an even count the mean of the middle two. Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.median","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "volume",
    names: "mfi",
    signature:
      '{"function":{"module":"","name":"mfi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Money Flow Index (Quong and Soudack 1989): the typical price times volume, summed over the last `period` rows where\\nthe typical price rose, in percent of where it rose or fell; 50 where there is neither. Missing in the first `period`\\nrows and near missing ones.","attributes":{"pane":"separate","levels":"20,80"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":1,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":1,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "min rolling_min lowest",
    signature:
      '{"function":{"module":"","name":"min"},"aliases":["rolling_min","lowest"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The least of the last `period` rows. `lesser` is the lesser of two. Missing by the policy.","attributes":{"pane":"overlay","pointwise_twin":"lesser"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.min","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "mom",
    signature:
      '{"function":{"module":"","name":"mom"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Momentum: x - x[period]. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "natr",
    signature:
      '{"function":{"module":"","name":"natr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Normalized average true range: `atr` in percent of the close (Forman 2006). Missing where either is, and at a close of 0.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"call","function":{"module":"","name":"atr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "negative_values neg negative",
    signature:
      '{"function":{"module":"","name":"negative_values"},"aliases":["neg","negative"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"x where it is below 0, else 0. Missing where its input is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "volume",
    names: "obv",
    signature:
      '{"function":{"module":"","name":"obv"},"aliases":[],"formals":[{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"On Balance Volume (Granville 1963): the sum so far of the volume, counted up where the close rose and down where it\\nfell, against the last known close before; the first counts up. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"shift","operand":{"kind":"engine","kernel":"cum.last","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"engine","kernel":"sign","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "ohlc4",
    signature:
      '{"function":{"module":"","name":"ohlc4"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(open + high + low + close) / 4.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"constant","value":4,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "out out_channel",
    signature:
      '{"function":{"module":"","name":"out"},"aliases":["out_channel"],"formals":[{"input":false,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"upper","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"lower","type":"fs","default":null,"range":null,"aliases":[]}],"result":"bs","doc":"Whether the price is above the upper bound or below the lower one.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"not","args":[{"kind":"call","function":{"module":"","name":"in_channel"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"bs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "positive_values pos positive",
    signature:
      '{"function":{"module":"","name":"positive_values"},"aliases":["pos","positive"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"x where it is above 0, else 0. Missing where its input is.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "quantile rolling_quantile",
    signature:
      '{"function":{"module":"","name":"quantile"},"aliases":["rolling_quantile"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"q","type":"fp","default":{"kind":"constant","value":0.5,"type":"fc"},"range":{"min":0,"max":1,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The q-quantile of the last `period` rows, interpolated linearly at q (period - 1). Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.quantile","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"fp"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "range",
    signature:
      '{"function":{"module":"","name":"range"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"high - low.","attributes":{"pane":"separate","field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "rank ts_rank",
    signature:
      '{"function":{"module":"","name":"rank"},"aliases":["ts_rank"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The rank of the current row among the last `period`, from 1 / period to 1; ties get their average. Missing by the policy.","attributes":{"pane":"separate","bounds":"0..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.rank","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "rising",
    signature:
      '{"function":{"module":"","name":"rising"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"bs","doc":"Whether a is above its value on the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "events",
    names: "rising_pct",
    signature:
      '{"function":{"module":"","name":"rising_pct"},"aliases":[],"formals":[{"input":false,"name":"a","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"pct","type":"fp","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":0,"max":1000000,"step":null,"choices":null},"aliases":[]}],"result":"bs","doc":"Whether a rose by at least `pct` percent since the row before.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"ge","args":[{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"formal","index":1,"type":"fp"}],"type":"bs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "rma rolling_rma",
    signature:
      '{"function":{"module":"","name":"rma"},"aliases":["rolling_rma"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Wilder\'s moving average, alpha = 1 / period, seeded by the mean of the first `period` observed rows\\n(Wilder, New Concepts in Technical Trading Systems, 1978). Missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"rec.average","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"formal","index":1,"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "roc",
    signature:
      '{"function":{"module":"","name":"roc"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Rate of change in percent: 100 (x / x[period] - 1). Missing where the earlier value is missing or 0.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"constant","value":100,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "round",
    signature:
      '{"function":{"module":"","name":"round"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Nearest integer, ties to even. Missing where its input is.","attributes":{"pointwise":"round"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"round","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "rsi",
    signature:
      '{"function":{"module":"","name":"rsi"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Relative Strength Index (Wilder 1978): 100 gain / (gain + loss), the changes up and down averaged by `rma`.\\n50 where the price did not change. Missing in the first `period` rows.","attributes":{"pane":"separate","bounds":"0..100","levels":"30,70"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "shift",
    signature:
      '{"function":{"module":"","name":"shift"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"periods","type":"ip","default":{"kind":"constant","value":1,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The value `periods` rows ago; missing in the first `periods` rows.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "sign",
    signature:
      '{"function":{"module":"","name":"sign"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Sign: -1, 0 or 1. Missing where its input is.","attributes":{"pointwise":"sign","bounds":"-1..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sign","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "slope rolling_slope",
    signature:
      '{"function":{"module":"","name":"slope"},"aliases":["rolling_slope"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The slope, per row, of the least-squares line through the last `period` rows; missing for 1 row. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.slope","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "sma mean rolling_mean average avg",
    signature:
      '{"function":{"module":"","name":"sma"},"aliases":["mean","rolling_mean","average","avg"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Simple moving average: the sum of the last `period` rows over `period`. Missing by the window\'s policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.mean","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "sqrt",
    signature:
      '{"function":{"module":"","name":"sqrt"},"aliases":[],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Square root. Missing below 0 and where its input is.","attributes":{"pointwise":"sqrt"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sqrt","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "stdev std stddev rolling_std",
    signature:
      '{"function":{"module":"","name":"stdev"},"aliases":["std","stddev","rolling_std"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The standard deviation of the last `period` rows: the root of their variance, divided by period - ddof.\\nMissing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sqrt","args":[{"kind":"engine","kernel":"win.variance","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "oscillators",
    names: "stoch_d",
    signature:
      '{"function":{"module":"","name":"stoch_d"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"k_period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"d_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The d line of `stochastic`: the `sma` of its k line over `d_period` rows.","attributes":{"pane":"separate","levels":"20,80"}}',
    body: '{"lets":[],"result":{"kind":"member","object":{"kind":"call","function":{"module":"","name":"stochastic"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"},null],"type":"{k:fs,d:fs}"},"field":"d","type":"fs"}}',
  },
  {
    module: "",
    family: "oscillators",
    names: "stoch_k",
    signature:
      '{"function":{"module":"","name":"stoch_k"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"k_period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"d_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The k line of `stochastic`, not smoothed; `d_period` is that of its d line and does not change it.","attributes":{"pane":"separate","levels":"20,80"}}',
    body: '{"lets":[],"result":{"kind":"member","object":{"kind":"call","function":{"module":"","name":"stochastic"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"},null],"type":"{k:fs,d:fs}"},"field":"k","type":"fs"}}',
  },
  {
    module: "",
    family: "oscillators",
    names: "stochastic stoch stochastic_kd",
    signature:
      '{"function":{"module":"","name":"stochastic"},"aliases":["stoch","stochastic_kd"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"k_period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"d_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"smooth","type":"ip","default":{"kind":"constant","value":1,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{k:fs,d:fs}","doc":"Stochastic oscillator (Lane 1984): k is where the close stands between the least low and the greatest high of the last\\n`k_period` rows, in percent, averaged over `smooth` rows; d is the `sma` of k. 50 where they are equal. Missing until\\nthe windows are full of known rows.","attributes":{"pane":"separate","levels":"20,80"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"formal","index":5,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"k","value":{"kind":"local","index":1,"type":"fs"}},{"name":"d","value":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"}}],"type":"{k:fs,d:fs}"}}',
  },
  {
    module: "",
    family: "windows",
    names: "sum rolling_sum",
    signature:
      '{"function":{"module":"","name":"sum"},"aliases":["rolling_sum"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The sum of the last `period` rows. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.sum","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "tema",
    signature:
      '{"function":{"module":"","name":"tema"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Triple exponential moving average (Mulloy 1994): 3 ema - 3 ema of ema + ema of ema of ema. Missing in the first\\n3 period - 3 rows; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "trima",
    signature:
      '{"function":{"module":"","name":"trima"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Triangular moving average: the mean of means, whose lengths add up to period + 1 and differ by 1 at most. Missing\\nuntil every window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "",
    family: "momentum",
    names: "trix",
    signature:
      '{"function":{"module":"","name":"trix"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"TRIX (Hutson 1983): the change in percent, since the row before, of the `ema` of the `ema` of the `ema`. Missing in\\nthe first 3 period - 2 rows; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"roc"},"args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "volatility",
    names: "true_range tr",
    signature:
      '{"function":{"module":"","name":"true_range"},"aliases":["tr"],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"True range (Wilder 1978): the greatest of high - low, |high - previous close| and |low - previous close|.\\nWhere the previous close is missing, and so on the first row, it is high - low.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "pointwise",
    names: "trunc int",
    signature:
      '{"function":{"module":"","name":"trunc"},"aliases":["int"],"formals":[{"input":false,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Integer part: the fraction is dropped towards 0. Missing where its input is.","attributes":{"pointwise":"trunc"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"trunc","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "upper_wick",
    signature:
      '{"function":{"module":"","name":"upper_wick"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"From the body\'s top to the high: high - greater(open, close).","attributes":{"pane":"separate","field":true}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "events",
    names: "valuewhen value_when",
    signature:
      '{"function":{"module":"","name":"valuewhen"},"aliases":["value_when"],"formals":[{"input":false,"name":"condition","type":"bs","default":null,"range":null,"aliases":[]},{"input":false,"name":"x","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"occurrence","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"x on the row where the condition was true for the last time but `occurrence`: 0 is the latest.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"event.value_when","args":[{"kind":"formal","index":0,"type":"bs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "",
    family: "windows",
    names: "variance rolling_variance",
    signature:
      '{"function":{"module":"","name":"variance"},"aliases":["rolling_variance"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"ddof","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":9999,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The variance of the last `period` rows, divided by period - ddof. Missing by the policy.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.variance","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":3,"type":"sp"},"minSamples":{"kind":"formal","index":4,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "",
    family: "trend",
    names: "vortex",
    signature:
      '{"function":{"module":"","name":"vortex"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"{plus:fs,minus:fs}","doc":"Vortex (Botes and Siepman 2010): the sums of |high - previous low| and of |low - previous high| over the sum of the\\ntrue range, of the last `period` rows. Missing in the first `period` rows, near missing ones, and where nothing moved.","attributes":{"pane":"separate","levels":1}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"call","function":{"module":"","name":"true_range"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"plus","value":{"kind":"operator","operator":"div","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}},{"name":"minus","value":{"kind":"operator","operator":"div","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}}],"type":"{plus:fs,minus:fs}"}}',
  },
  {
    module: "",
    family: "volume",
    names: "vwap",
    signature:
      '{"function":{"module":"","name":"vwap"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"Volume-weighted average price since the first row: the sum of (high + low + close) / 3 times volume, over the sum of\\nvolume. Rows with a missing value are skipped; missing until volume traded.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"result":{"kind":"operator","operator":"div","args":[{"kind":"engine","kernel":"cum.sum","args":[{"kind":"operator","operator":"mul","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"cum.sum","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "vwma",
    signature:
      '{"function":{"module":"","name":"vwma"},"aliases":[],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Volume-weighted moving average: the sum of x volume over the sum of volume, of the last `period` rows. Missing until\\nthe window is full of known rows, and where no volume traded.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "fields",
    names: "weighted_close",
    signature:
      '{"function":{"module":"","name":"weighted_close"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"(high + low + 2 close) / 4.","attributes":{"field":true,"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"constant","value":4,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "oscillators",
    names: "williams_r",
    signature:
      '{"function":{"module":"","name":"williams_r"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]}],"result":"fs","doc":"Williams %R (Williams 1973): from the greatest high of the last `period` rows down to the close, in percent of the way\\nto the least low, negative; -50 where they are equal. Missing until the window is full of known rows.","attributes":{"pane":"separate","levels":"-80,-20"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":-100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "",
    family: "averages",
    names: "wma rolling_wma",
    signature:
      '{"function":{"module":"","name":"wma"},"aliases":["rolling_wma"],"formals":[{"input":true,"name":"x","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":["lookback"]},{"input":false,"name":"missing","type":"sp","default":{"kind":"constant","value":"rows","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["rows","observed"]},"aliases":[]},{"input":false,"name":"min_samples","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Linearly weighted moving average: weights period, period - 1, ..., 1 from the newest row. Missing by the policy.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"win.wma","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":{"policy":{"kind":"formal","index":2,"type":"sp"},"minSamples":{"kind":"formal","index":3,"type":"ip"}},"type":"fs"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "_cycle",
    signature:
      '{"function":{"module":"talib","name":"_cycle"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"{smooth:fs,period:fs,phase:fs}","doc":"The dominant cycle as the functions that need its phase begin it: the smoothed price, the period and the phase in degrees.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":34,"type":"ic"}],"type":"fs"},{"kind":"engine","kernel":"hilbert.period","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"smooth","value":{"kind":"local","index":0,"type":"fs"}},{"name":"period","value":{"kind":"local","index":1,"type":"fs"}},{"name":"phase","value":{"kind":"engine","kernel":"hilbert.phase","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}],"type":"{smooth:fs,period:fs,phase:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "_fastk",
    signature:
      '{"function":{"module":"talib","name":"_fastk"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"period","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"Where the close stands between the least low and the greatest high of the last rows, in percent; 0 where they are equal.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "_from",
    signature:
      '{"function":{"module":"talib","name":"_from"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"first","type":"ip","default":null,"range":{"min":0,"max":100000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":null,"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"`ma` of a type that begins on row `first` of its input, as TA-Lib begins one average where another does.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"engine","kernel":"skip","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"ip"}],"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "_lookback",
    signature:
      '{"function":{"module":"talib","name":"_lookback"},"aliases":[],"formals":[{"input":false,"name":"timeperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":null,"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"ip","doc":"The rows that `ma` of a type leaves out at the start of its input.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"none","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":0,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"dema","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"tema","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"kama","type":"sc"}],"type":"bp"},"then":{"kind":"conditional","condition":{"kind":"operator","operator":"le","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"bp"},"then":{"kind":"constant","value":0,"type":"ic"},"otherwise":{"kind":"formal","index":0,"type":"ip"},"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"mama","type":"sc"}],"type":"bp"},"then":{"kind":"conditional","condition":{"kind":"operator","operator":"le","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"bp"},"then":{"kind":"constant","value":0,"type":"ic"},"otherwise":{"kind":"constant","value":32,"type":"ic"},"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"t3","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":6,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"hma","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"sqrt","args":[{"kind":"formal","index":0,"type":"ip"}],"type":"fp"}],"type":"ip"}],"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"ip"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":1,"type":"sp"},{"kind":"constant","value":"zlema","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"}],"type":"ip"},"otherwise":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "_movement",
    signature:
      '{"function":{"module":"talib","name":"_movement"},"aliases":[],"formals":[{"input":false,"name":"high","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"low","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"close","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{up:fs,down:fs,width:fs}","doc":"The moves up and down, and the true range, averaged by `rma` as TA-Lib sums them: nothing moved on the first row, and the\\naverages begin on row `timeperiod`.","attributes":{}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_moves"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"{up:fs,down:fs}"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"call","function":{"module":"talib","name":"trange"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"up","value":{"kind":"engine","kernel":"skip","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs}"},"field":"up","type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"}],"missing":null,"type":"fs"}},{"name":"down","value":{"kind":"engine","kernel":"skip","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs}"},"field":"down","type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"}],"missing":null,"type":"fs"}},{"name":"width","value":{"kind":"engine","kernel":"skip","args":[{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"}],"missing":null,"type":"fs"}}],"type":"{up:fs,down:fs,width:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "_moves",
    signature:
      '{"function":{"module":"talib","name":"_moves"},"aliases":[],"formals":[{"input":false,"name":"high","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"low","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{up:fs,down:fs}","doc":"The moves up and down, averaged by `rma` as TA-Lib sums them: nothing moved on the first row.","attributes":{}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"bs"},"then":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"bs"},"then":{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},"type":"fs"}],"result":{"kind":"record","fields":[{"name":"up","value":{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"local","index":2,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}},{"name":"down","value":{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"local","index":3,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}}],"type":"{up:fs,down:fs}"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "_number",
    signature:
      '{"function":{"module":"talib","name":"_number"},"aliases":[],"formals":[{"input":false,"name":"matype","type":"sp","default":null,"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"ip","doc":"TA-Lib\'s number of a type of moving average.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"or","args":[{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"sma","type":"sc"}],"type":"bp"},{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"}],"type":"bp"},"then":{"kind":"constant","value":0,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"ema","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":1,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"wma","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":2,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"dema","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":3,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"tema","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":4,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"trima","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":5,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"kama","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":6,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"t3","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":8,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"hma","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":9,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":0,"type":"sp"},{"kind":"constant","value":"zlema","type":"sc"}],"type":"bp"},"then":{"kind":"constant","value":12,"type":"ic"},"otherwise":{"kind":"constant","value":13,"type":"ic"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"},"type":"ip"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "_row",
    signature:
      '{"function":{"module":"talib","name":"_row"},"aliases":[],"formals":[{"input":false,"name":"price","type":"fs","default":null,"range":null,"aliases":[]}],"result":"fs","doc":"The current row\'s number, from 0 on the first row of the session.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"cum.sum","args":[{"kind":"operator","operator":"add","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "_smoothed",
    signature:
      '{"function":{"module":"talib","name":"_smoothed"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"rows","type":"ip","default":null,"range":{"min":0,"max":100,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"The price that TA-Lib\'s cycle functions work on: the weighted mean of four rows, without its first `rows`.","attributes":{}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":4,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":2,"type":"ic"},"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":3,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"constant","value":10,"type":"ic"}],"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "_two",
    signature:
      '{"function":{"module":"talib","name":"_two"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":null,"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":null,"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{fast:fs,slow:fs}","doc":"The fast average of a type and the slow one; the periods change places where the fast one is the longer.","attributes":{}}',
    body: '{"lets":[{"kind":"operator","operator":"max","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"min","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"}],"result":{"kind":"record","fields":[{"name":"fast","value":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":3,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":1,"type":"ip"},null],"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":1,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"fs"},"type":"fs"}},{"name":"slow","value":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":3,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"ip"},null],"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"fs"},"type":"fs"}}],"type":"{fast:fs,slow:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "ac",
    signature:
      '{"function":{"module":"talib","name":"ac"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":34,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signalperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AC (Williams 1998): `ao` less its `sma`. Missing until every window is full of known rows.","attributes":{"pane":"separate","style":"histogram","levels":0}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ao"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "accbands",
    signature:
      '{"function":{"module":"talib","name":"accbands"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{upperband:fs,middleband:fs,lowerband:fs}","doc":"TA-Lib\'s ACCBANDS (Headley 2002): the `sma` of the close, of the high raised and of the low lowered by 4 (high - low) over\\n(high + low) of itself; neither where that sum is 0. Missing until the windows are full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":4,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upperband","value":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}},{"name":"middleband","value":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}},{"name":"lowerband","value":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}}],"type":"{upperband:fs,middleband:fs,lowerband:fs}"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "acos",
    signature:
      '{"function":{"module":"talib","name":"acos"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ACOS: the arc cosine in radians. Missing beyond -1..1 and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"acos","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "ad",
    signature:
      '{"function":{"module":"talib","name":"ad"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AD (Chaikin): the sum so far of the volume times where the close stands between low and high, from -1 to 1; 0 where\\nthey are equal. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"ad"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "add",
    signature:
      '{"function":{"module":"talib","name":"add"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ADD: price0 + price1. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "adosc",
    signature:
      '{"function":{"module":"talib","name":"adosc"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ADOSC (Chaikin): the fast exponential average of `ad` less the slow one, either seeded by the first row (the\\nlibrary\'s own `adosc` seeds by means). Missing before the longer period has passed; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ad"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"rec.average","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"},{"kind":"engine","kernel":"rec.average","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":5,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":5,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"fp"}],"missing":null,"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"max","args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"ip"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "adr",
    signature:
      '{"function":{"module":"talib","name":"adr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ADR: the `sma` of high - low. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "adx",
    signature:
      '{"function":{"module":"talib","name":"adx"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ADX (Wilder): the `rma` of `dx`. Missing in the first 2 timeperiod - 1 rows and `unstable` more; missing rows are\\nskipped.","attributes":{"pane":"separate","levels":25}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"call","function":{"module":"talib","name":"dx"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "adxr",
    signature:
      '{"function":{"module":"talib","name":"adxr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ADXR (Wilder): the middle between `adx` and that of timeperiod - 1 rows before. Missing in the first 3 timeperiod - 2\\nrows; missing rows are skipped.","attributes":{"pane":"separate","levels":25}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"adx"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "ao",
    signature:
      '{"function":{"module":"talib","name":"ao"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":34,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AO: the fast `sma` of (high + low) / 2 less the slow one. Missing until both windows are full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"ao"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "apo",
    signature:
      '{"function":{"module":"talib","name":"apo"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"ema","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s APO: the fast average of a type less the slow one, each as it stands. Missing where either is.","attributes":{"pane":"separate","levels":0,"numbered":"matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_two"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"{fast:fs,slow:fs}"}],"result":{"kind":"operator","operator":"sub","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{fast:fs,slow:fs}"},"field":"fast","type":"fs"},{"kind":"member","object":{"kind":"local","index":0,"type":"{fast:fs,slow:fs}"},"field":"slow","type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "aroon",
    signature:
      '{"function":{"module":"talib","name":"aroon"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{aroondown:fs,aroonup:fs}","doc":"TA-Lib\'s AROON (Chande 1995): how near in time the least low and the greatest high of the last timeperiod + 1 rows are, 100 where\\nthey are now; of equal ones the newest. Missing until the windows are full of known rows.","attributes":{"pane":"separate","bounds":"0..100","levels":50}}',
    body: '{"lets":[],"result":{"kind":"record","fields":[{"name":"aroondown","value":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"call","function":{"module":"","name":"argmin"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}},{"name":"aroonup","value":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"call","function":{"module":"","name":"argmax"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}}],"type":"{aroondown:fs,aroonup:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "aroonosc",
    signature:
      '{"function":{"module":"talib","name":"aroonosc"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AROONOSC: `aroon`\'s up line less its down line. Missing until the windows are full of known rows.","attributes":{"pane":"separate","bounds":"-100..100","levels":0}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"argmin"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"argmax"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "asin",
    signature:
      '{"function":{"module":"talib","name":"asin"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ASIN: the arc sine in radians. Missing beyond -1..1 and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"asin","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "atan",
    signature:
      '{"function":{"module":"talib","name":"atan"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ATAN: the arc tangent in radians. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"atan","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "atr",
    signature:
      '{"function":{"module":"talib","name":"atr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ATR (Wilder): `rma` of the true range, whose first row is left out. Missing in the first `timeperiod` rows and\\n`unstable` more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"call","function":{"module":"talib","name":"trange"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "avgdev",
    signature:
      '{"function":{"module":"talib","name":"avgdev"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AVGDEV: the mean of |price - mean| over the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"avgdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "avgprice",
    signature:
      '{"function":{"module":"talib","name":"avgprice"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s AVGPRICE: (open + high + low + close) / 4. Missing where any is.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"ohlc4"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "bbands",
    signature:
      '{"function":{"module":"talib","name":"bbands"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"nbdevup","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":null,"aliases":[]},{"input":false,"name":"nbdevdn","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":null,"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{upperband:fs,middleband:fs,lowerband:fs}","doc":"TA-Lib\'s BBANDS: `ma` of a type, with bands `nbdevup` and `nbdevdn` population deviations of the last `timeperiod` rows away.\\nMissing where the average or the deviation is.","attributes":{"pane":"overlay","numbered":"matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upperband","value":{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}},{"name":"middleband","value":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":4,"type":"sp"},{"kind":"constant","value":"none","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},"otherwise":{"kind":"local","index":1,"type":"fs"},"type":"fs"}},{"name":"lowerband","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":3,"type":"fp"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}}],"type":"{upperband:fs,middleband:fs,lowerband:fs}"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "beta",
    signature:
      '{"function":{"module":"talib","name":"beta"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s BETA: the slope of price1\'s returns against price0\'s over the last `timeperiod`; a return from a price of 0 is 0, and so\\nis the slope where price0\'s returns are constant (the library\'s own `beta` is over the values it is given, and missing there).\\nMissing in the first `timeperiod` rows and near missing ones.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"engine","kernel":"coalesce","args":[{"kind":"call","function":{"module":"","name":"beta"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "bop",
    signature:
      '{"function":{"module":"talib","name":"bop"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s BOP (Livshin 2001): (close - open) / (high - low); 0 where high and low are equal. Missing where any is.","attributes":{"pane":"separate","bounds":"-1..1","levels":0}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"type":"bs"},"then":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":3,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "cci",
    signature:
      '{"function":{"module":"talib","name":"cci"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CCI: the typical price\'s distance from its mean, over 0.015 of its mean deviation; 0 where it did not move. Missing\\nuntil the window is full of known rows.","attributes":{"pane":"separate","levels":"-100,100"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"cci"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "ceil",
    signature:
      '{"function":{"module":"talib","name":"ceil"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CEIL: the least integer not below. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"ceil","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "cmf",
    signature:
      '{"function":{"module":"talib","name":"cmf"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CMF (Chaikin): the volume times where the close stands between low and high, summed over the last `timeperiod` rows,\\nover the sum of volume; 0 where no volume traded. Missing until the window is full of known rows.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"cmf"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "cmo",
    signature:
      '{"function":{"module":"talib","name":"cmo"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CMO: 100 (gain - loss) / (gain + loss), the changes up and down averaged by `rma` (the library\'s own `cmo` takes the\\nplain sums, as Chande does); 0 where the price never changed. Missing in the first `timeperiod` rows and `unstable` more;\\nmissing rows are skipped.","attributes":{"pane":"separate","bounds":"-100..100","levels":"-50,50"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "cmou",
    signature:
      '{"function":{"module":"talib","name":"cmou"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CMOU (Chande 1994): 100 (up - down) / (up + down), the plain sums of the changes up and down; 0 where the price did not\\nchange. Missing in the first `timeperiod` rows and near missing ones.","attributes":{"pane":"separate","bounds":"-100..100","levels":"-50,50"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"cmo"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "coppock",
    signature:
      '{"function":{"module":"talib","name":"coppock"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"wmaperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"roc1period","type":"ip","default":{"kind":"constant","value":11,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"roc2period","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s COPPOCK (Coppock 1962): the `wma` of the sum of two `roc`. Missing until the window is full of known rates.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"talib","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"roc"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "correl",
    signature:
      '{"function":{"module":"talib","name":"correl"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CORREL: Pearson\'s correlation over the last `timeperiod` rows; 0 where either is constant (the library\'s own `correl`\\nis missing there). Missing until the windows are full of known rows.","attributes":{"pane":"separate","bounds":"-1..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"coalesce","args":[{"kind":"call","function":{"module":"","name":"correl"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "cos",
    signature:
      '{"function":{"module":"talib","name":"cos"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s COS: the cosine of radians. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cos","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "cosh",
    signature:
      '{"function":{"module":"talib","name":"cosh"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s COSH: the hyperbolic cosine. Missing where it overflows and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cosh","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "cumsum",
    signature:
      '{"function":{"module":"talib","name":"cumsum"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CUMSUM: the sum of every row so far. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "cvi",
    signature:
      '{"function":{"module":"talib","name":"cvi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"rocperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s CVI (Chaikin): the change in percent, since `rocperiod` rows before, of the `ema` of high - low; 0 where the earlier one\\nis 0. Missing until both are known; missing rows are skipped.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"formal","index":3,"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"formal","index":3,"type":"ip"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "dema",
    signature:
      '{"function":{"module":"talib","name":"dema"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s DEMA (Mulloy): 2 ema - ema of ema. Missing in the first 2 timeperiod - 2 rows; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"dema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "div",
    signature:
      '{"function":{"module":"talib","name":"div"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s DIV: price0 / price1. Missing where either is, and where price1 is 0.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "donchian",
    signature:
      '{"function":{"module":"talib","name":"donchian"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{upperband:fs,middleband:fs,lowerband:fs}","doc":"TA-Lib\'s DONCHIAN: the greatest high and the least low of the last `timeperiod` rows, and the middle between. Missing until\\nthe windows are full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upperband","value":{"kind":"local","index":0,"type":"fs"}},{"name":"middleband","value":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}},{"name":"lowerband","value":{"kind":"local","index":1,"type":"fs"}}],"type":"{upperband:fs,middleband:fs,lowerband:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "dpo",
    signature:
      '{"function":{"module":"talib","name":"dpo"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s DPO: the price of timeperiod / 2 + 1 rows before, rounded down, less the `sma`. Missing until the window is full of known\\nrows.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "dx",
    signature:
      '{"function":{"module":"talib","name":"dx"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s DX (Wilder): 100 |plus_di - minus_di| / (plus_di + minus_di); 0 where neither moved. Missing in the first\\n`timeperiod` rows and `unstable` more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"plus_di"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"minus_di"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "efi",
    signature:
      '{"function":{"module":"talib","name":"efi"},"aliases":[],"formals":[{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":13,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s EFI (Elder 1993): the `ema` of the change since the row before times volume. Missing in the first `timeperiod` rows;\\nmissing rows are skipped.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "ema",
    signature:
      '{"function":{"module":"talib","name":"ema"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s EMA: alpha = 2 / (timeperiod + 1), seeded by the mean of the first `timeperiod` known rows; its first `unstable` rows\\nare left out. Missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"call","function":{"module":"","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "er",
    signature:
      '{"function":{"module":"talib","name":"er"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ER (Kaufman 1995): the change over `timeperiod` rows, in size, over the sum of the changes from row to row; 1 where the\\nprice did not move. Missing in the first `timeperiod` rows and near missing ones.","attributes":{"pane":"separate","bounds":"0..1"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "eri",
    signature:
      '{"function":{"module":"talib","name":"eri"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":13,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{bullpower:fs,bearpower:fs}","doc":"TA-Lib\'s ERI (Elder 1993): the high and the low less the `ema` of the close. Missing where the average is.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"bullpower","value":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}},{"name":"bearpower","value":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}}],"type":"{bullpower:fs,bearpower:fs}"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "exp",
    signature:
      '{"function":{"module":"talib","name":"exp"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s EXP: the natural exponential. Missing where it overflows and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"exp","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "floor",
    signature:
      '{"function":{"module":"talib","name":"floor"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s FLOOR: the greatest integer not above. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"floor","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "fosc",
    signature:
      '{"function":{"module":"talib","name":"fosc"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s FOSC (Chande): the price less `tsf` of the row before, in percent of the price; 0 at a price of 0. Missing in the first\\n`timeperiod` rows and near missing ones.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"call","function":{"module":"talib","name":"tsf"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "fractal",
    signature:
      '{"function":{"module":"talib","name":"fractal"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"leftbars","type":"ip","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"rightbars","type":"ip","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{swinghigh:fs,swinglow:fs}","doc":"TA-Lib\'s FRACTAL (Williams 1995): 100 on the row that makes the one `rightbars` before it the strictly highest (lowest) of the\\n`leftbars` before that and the rows since, else 0. Missing in the first leftbars + rightbars rows and near missing ones.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":3,"type":"ip"},"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"formal","index":3,"type":"ip"},"type":"fs"},{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},"rows":{"kind":"operator","operator":"add","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},"type":"fs"}],"type":"bs"}],"type":"bs"},{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"lt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"lt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},"rows":{"kind":"operator","operator":"add","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},"type":"fs"}],"type":"bs"}],"type":"bs"}],"result":{"kind":"record","fields":[{"name":"swinghigh","value":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"float_of","args":[{"kind":"local","index":2,"type":"bs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}},{"name":"swinglow","value":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"float_of","args":[{"kind":"local","index":3,"type":"bs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}],"type":"{swinghigh:fs,swinglow:fs}"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "ha",
    signature:
      '{"function":{"module":"talib","name":"ha"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{haopen:fs,hahigh:fs,halow:fs,haclose:fs}","doc":"TA-Lib\'s HA (Heikin-Ashi): the close is the mean of the four prices, the open the middle of the candle before, (open + close) / 2 on\\nthe first row, the high and low those of the row, the open and the close. Missing in the first `unstable` rows; missing rows are\\nskipped.","attributes":{"pane":"overlay","style":"candles"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"ohlc4"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"engine","kernel":"cum.last","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"rec.average","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"constant","value":1,"type":"ic"},{"kind":"constant","value":0.5,"type":"fc"}],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"haopen","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":2,"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}},{"name":"hahigh","value":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}},{"name":"halow","value":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"engine","kernel":"lesser","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}},{"name":"haclose","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}}],"type":"{haopen:fs,hahigh:fs,halow:fs,haclose:fs}"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "hma",
    signature:
      '{"function":{"module":"talib","name":"hma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s HMA (Hull): `wma` over the root of the period of 2 wma(timeperiod / 2) - wma(timeperiod), lengths rounded down.\\nMissing until every window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"hma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "ht_dcperiod",
    signature:
      '{"function":{"module":"talib","name":"ht_dcperiod"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s HT_DCPERIOD (Ehlers 2001): the rows of the dominant cycle, 6 to 50 of them but at the start, by a Hilbert transformer over\\nthe weighted mean of four rows. Missing before row 32 and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"hilbert.period","args":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":9,"type":"ic"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":20,"type":"ic"},{"kind":"formal","index":1,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "ht_dcphase",
    signature:
      '{"function":{"module":"talib","name":"ht_dcphase"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s HT_DCPHASE (Ehlers 2001): where the price stands in the dominant cycle, in degrees from -45 to 315. Missing before row 63\\nand in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate","bounds":"-45..315"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"member","object":{"kind":"call","function":{"module":"talib","name":"_cycle"},"args":[{"kind":"formal","index":0,"type":"fs"}],"type":"{smooth:fs,period:fs,phase:fs}"},"field":"phase","type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":26,"type":"ic"},{"kind":"formal","index":1,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "ht_phasor",
    signature:
      '{"function":{"module":"talib","name":"ht_phasor"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{inphase:fs,quadrature:fs}","doc":"TA-Lib\'s HT_PHASOR (Ehlers 2001): the components of the dominant cycle in phase and a quarter of a cycle ahead. Missing before row\\n32 and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":9,"type":"ic"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"inphase","value":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"hilbert.inphase","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":20,"type":"ic"},{"kind":"formal","index":1,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"quadrature","value":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"hilbert.quadrature","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":20,"type":"ic"},{"kind":"formal","index":1,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}],"type":"{inphase:fs,quadrature:fs}"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "ht_sine",
    signature:
      '{"function":{"module":"talib","name":"ht_sine"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{sine:fs,leadsine:fs}","doc":"TA-Lib\'s HT_SINE (Ehlers 2001): the sine of `ht_dcphase`, and that of an eighth of a cycle later. Missing before row 63 and in\\n`unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate","bounds":"-1..1","levels":0}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ht_dcphase"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"sine","value":{"kind":"engine","kernel":"sin","args":[{"kind":"operator","operator":"mul","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0.017453292519943295,"type":"fc"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}},{"name":"leadsine","value":{"kind":"engine","kernel":"sin","args":[{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":45,"type":"ic"}],"type":"fs"},{"kind":"constant","value":0.017453292519943295,"type":"fc"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}],"type":"{sine:fs,leadsine:fs}"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "ht_trendline",
    signature:
      '{"function":{"module":"talib","name":"ht_trendline"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s HT_TRENDLINE (Ehlers 2001): the mean of the price over the dominant cycle, and the weighted mean of four rows of that.\\nMissing before row 63 and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":34,"type":"ic"}],"type":"fs"},{"kind":"engine","kernel":"hilbert.period","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"vary.mean","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"constant","value":50,"type":"ic"}],"missing":null,"type":"fs"}],"result":{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"local","index":2,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":26,"type":"ic"},{"kind":"formal","index":1,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "cycle",
    names: "ht_trendmode",
    signature:
      '{"function":{"module":"talib","name":"ht_trendmode"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s HT_TRENDMODE (Ehlers 2001): 0 while the price cycles: for half a cycle since the sines of `ht_sine` crossed, and while\\nthe phase moves at 0.67 to 1.5 times its even rate; else 1, and wherever the smoothed price is 1.5 % or more from `ht_trendline`.\\nMissing before row 63 and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate","bounds":"0..1"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_cycle"},"args":[{"kind":"formal","index":0,"type":"fs"}],"type":"{smooth:fs,period:fs,phase:fs}"},{"kind":"engine","kernel":"sin","args":[{"kind":"operator","operator":"mul","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"phase","type":"fs"},{"kind":"constant","value":0.017453292519943295,"type":"fc"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"sin","args":[{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"add","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"phase","type":"fs"},{"kind":"constant","value":45,"type":"ic"}],"type":"fs"},{"kind":"constant","value":0.017453292519943295,"type":"fc"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"operator","operator":"or","args":[{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"gt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"le","args":[{"kind":"shift","operand":{"kind":"local","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"},{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"lt","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"ge","args":[{"kind":"shift","operand":{"kind":"local","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"}],"type":"bs"}],"type":"bs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"operator","operator":"add","args":[{"kind":"engine","kernel":"event.since","args":[{"kind":"local","index":3,"type":"bs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"constant","value":100,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"phase","type":"fs"},{"kind":"shift","operand":{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"phase","type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"div","args":[{"kind":"constant","value":360,"type":"ic"},{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"period","type":"fs"}],"type":"fs"},{"kind":"operator","operator":"or","args":[{"kind":"operator","operator":"lt","args":[{"kind":"local","index":4,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0.5,"type":"fc"},{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"period","type":"fs"}],"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"and","args":[{"kind":"operator","operator":"lt","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0.67,"type":"fc"},{"kind":"local","index":6,"type":"fs"}],"type":"fs"},{"kind":"local","index":5,"type":"fs"}],"type":"bs"},{"kind":"operator","operator":"lt","args":[{"kind":"local","index":5,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":1.5,"type":"fc"},{"kind":"local","index":6,"type":"fs"}],"type":"fs"}],"type":"bs"}],"type":"bs"}],"type":"bs"},{"kind":"call","function":{"module":"talib","name":"ht_trendline"},"args":[{"kind":"formal","index":0,"type":"fs"},null],"type":"fs"},{"kind":"operator","operator":"ge","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{smooth:fs,period:fs,phase:fs}"},"field":"smooth","type":"fs"},{"kind":"local","index":8,"type":"fs"}],"type":"fs"},{"kind":"local","index":8,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":0.015,"type":"fc"}],"type":"bs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"conditional","condition":{"kind":"local","index":9,"type":"bs"},"then":{"kind":"constant","value":1,"type":"ic"},"otherwise":{"kind":"conditional","condition":{"kind":"local","index":7,"type":"bs"},"then":{"kind":"constant","value":0,"type":"ic"},"otherwise":{"kind":"constant","value":1,"type":"ic"},"type":"is"},"type":"is"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "imi",
    signature:
      '{"function":{"module":"talib","name":"imi"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s IMI (Chande): the bodies of the rows that closed up, summed over the last `timeperiod`, in percent of all bodies; 50 where\\nthere is none. Missing until the window is full of known rows.","attributes":{"pane":"separate","bounds":"0..100","levels":"30,70"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "kama",
    signature:
      '{"function":{"module":"talib","name":"kama"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s KAMA (Kaufman 1995): an average whose alpha is the square of `er` between 2/31 and 2/3, seeded by the price of row\\ntimeperiod - 1; its first `unstable` rows are left out. Missing in the first `timeperiod` rows; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"call","function":{"module":"talib","name":"er"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"div","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"constant","value":3,"type":"ic"}],"type":"fc"},{"kind":"operator","operator":"div","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"constant","value":31,"type":"ic"}],"type":"fc"}],"type":"fc"}],"type":"fs"},{"kind":"operator","operator":"div","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"constant","value":31,"type":"ic"}],"type":"fc"}],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"engine","kernel":"rec.adaptive","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "kc",
    signature:
      '{"function":{"module":"talib","name":"kc"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"atrperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"nbdev","type":"fp","default":{"kind":"constant","value":2,"type":"ic"},"range":null,"aliases":[]}],"result":"{upperband:fs,middleband:fs,lowerband:fs}","doc":"TA-Lib\'s KC: the `ema` of the typical price, with bands `nbdev` times the Wilder average of the true range away. Both start\\non the same row, each seeded by the rows just before it: row timeperiod - 1 or atrperiod, whichever is later.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"operator","operator":"max","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"ip"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"engine","kernel":"skip","args":[{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":5,"type":"fp"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"engine","kernel":"skip","args":[{"kind":"call","function":{"module":"talib","name":"trange"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null],"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"upperband","value":{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}},{"name":"middleband","value":{"kind":"local","index":1,"type":"fs"}},{"name":"lowerband","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}}],"type":"{upperband:fs,middleband:fs,lowerband:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "kdj",
    signature:
      '{"function":{"module":"talib","name":"kdj"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastk_period","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowk_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowk_matype","type":"sp","default":{"kind":"constant","value":"rma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]},{"input":false,"name":"slowd_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowd_matype","type":"sp","default":{"kind":"constant","value":"rma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{k:fs,d:fs,j:fs}","doc":"TA-Lib\'s KDJ: `stoch` with averages of type rma, and j = 3 k - 2 d. All lines begin where d does.","attributes":{"pane":"separate","levels":"20,80","numbered":"slowk_matype,slowd_matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_fastk"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":5,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},{"kind":"constant","value":"rma","type":"sc"}],"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"sp"}],"type":"fs"},"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":7,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":6,"type":"ip"},{"kind":"constant","value":"rma","type":"sc"}],"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":6,"type":"ip"},{"kind":"formal","index":7,"type":"sp"}],"type":"fs"},"type":"fs"},{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":1,"type":"fs"}],"scalars":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":6,"type":"ip"},{"kind":"formal","index":7,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"k","value":{"kind":"local","index":3,"type":"fs"}},{"name":"d","value":{"kind":"local","index":2,"type":"fs"}},{"name":"j","value":{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"}}],"type":"{k:fs,d:fs,j:fs}"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "linearreg",
    signature:
      '{"function":{"module":"talib","name":"linearreg"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LINEARREG: the end point of the least-squares line through the last `timeperiod` rows. Missing until the window is\\nfull of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"linreg"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "linearreg_angle",
    signature:
      '{"function":{"module":"talib","name":"linearreg_angle"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LINEARREG_ANGLE: the angle of `linearreg_slope`, in degrees. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"engine","kernel":"atan","args":[{"kind":"call","function":{"module":"","name":"slope"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":57.29577951308232,"type":"fc"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "linearreg_intercept",
    signature:
      '{"function":{"module":"talib","name":"linearreg_intercept"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LINEARREG_INTERCEPT: the least-squares line through the last `timeperiod` rows at the oldest of them. Missing until the\\nwindow is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"linreg"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"call","function":{"module":"","name":"slope"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "linearreg_slope",
    signature:
      '{"function":{"module":"talib","name":"linearreg_slope"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LINEARREG_SLOPE: the slope, per row, of the least-squares line through the last `timeperiod` rows. Missing until the\\nwindow is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"slope"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "ln",
    signature:
      '{"function":{"module":"talib","name":"ln"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LN: the natural logarithm. Missing at or below 0 and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"log","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "log10",
    signature:
      '{"function":{"module":"talib","name":"log10"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s LOG10: the common logarithm. Missing at or below 0 and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"log10","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "ma",
    signature:
      '{"function":{"module":"talib","name":"ma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MA: the moving average of a type, by name or by TA-Lib\'s number: 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, 6 kama,\\n7 mama, 8 t3, 9 hma, 10 none (the price itself), 11 default (each function\'s own, here sma), 12 zlema, 13 rma. Of a `timeperiod`\\nof 1 it is the price itself, whatever the type. Missing where that average is.","attributes":{"pane":"overlay","numbered":"matype"}}',
    body: '{"lets":[],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"none","type":"sc"}],"type":"bp"},"then":{"kind":"formal","index":0,"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"or","args":[{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"sma","type":"sc"}],"type":"bp"},{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"default","type":"sc"}],"type":"bp"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"ema","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"wma","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"wma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"dema","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"dema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"tema","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"tema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"trima","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"trima"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"kama","type":"sc"}],"type":"bp"},"then":{"kind":"conditional","condition":{"kind":"operator","operator":"le","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"bp"},"then":{"kind":"formal","index":0,"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"kama"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"mama","type":"sc"}],"type":"bp"},"then":{"kind":"conditional","condition":{"kind":"operator","operator":"le","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"bp"},"then":{"kind":"formal","index":0,"type":"fs"},"otherwise":{"kind":"member","object":{"kind":"call","function":{"module":"talib","name":"mama"},"args":[{"kind":"formal","index":0,"type":"fs"},null,null,null],"type":"{mama:fs,fama:fs}"},"field":"mama","type":"fs"},"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"t3","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"t3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"hma","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"hma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":2,"type":"sp"},{"kind":"constant","value":"zlema","type":"sc"}],"type":"bp"},"then":{"kind":"call","function":{"module":"talib","name":"zlema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},"otherwise":{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"},"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "macd",
    signature:
      '{"function":{"module":"talib","name":"macd"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signalperiod","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{macd:fs,macdsignal:fs,macdhist:fs}","doc":"TA-Lib\'s MACD: the fast `ema` starts on the row where the slow one does, seeded by the rows just before, and all three lines\\nbegin where the signal does: row slowperiod + signalperiod - 2. The periods change places where the fast one is the longer.\\nThe library\'s own `macd` is the difference of the two averages as they stand.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"max","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"min","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"engine","kernel":"skip","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"ip"},{"kind":"local","index":1,"type":"ip"}],"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"},{"kind":"local","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"ip"},null],"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"macd","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":2,"type":"fs"}],"scalars":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"macdsignal","value":{"kind":"local","index":3,"type":"fs"}},{"name":"macdhist","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"}}],"type":"{macd:fs,macdsignal:fs,macdhist:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "macdext",
    signature:
      '{"function":{"module":"talib","name":"macdext"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastmatype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowmatype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]},{"input":false,"name":"signalperiod","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signalmatype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{macd:fs,macdsignal:fs,macdhist:fs}","doc":"TA-Lib\'s MACDEXT: the fast average less the slow one, each of its type, and the average of that, the signal; the averages begin\\non one row, and all three lines where the signal does. Periods and types change places where the fast one is the longer.","attributes":{"pane":"separate","numbered":"fastmatype,slowmatype,signalmatype"}}',
    body: '{"lets":[{"kind":"operator","operator":"max","args":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"sp"}],"type":"ip"},{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"talib","name":"_from"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"ip"},{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"sp"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"_from"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"ip"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"fs"}],"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":1,"type":"ip"}],"type":"bp"},"then":{"kind":"operator","operator":"neg","args":[{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"local","index":1,"type":"fs"},"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":2,"type":"fs"},{"kind":"formal","index":5,"type":"ip"},{"kind":"formal","index":6,"type":"sp"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"macd","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":2,"type":"fs"}],"scalars":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":5,"type":"ip"},{"kind":"formal","index":6,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"macdsignal","value":{"kind":"local","index":3,"type":"fs"}},{"name":"macdhist","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"}}],"type":"{macd:fs,macdsignal:fs,macdhist:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "macdfix",
    signature:
      '{"function":{"module":"talib","name":"macdfix"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"signalperiod","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{macd:fs,macdsignal:fs,macdhist:fs}","doc":"TA-Lib\'s MACDFIX: `macd` of 12 and 26 rows with alphas of 0.15 and 0.075, as Appel\'s averages were before 2 / (period + 1).\\nMissing where `macd` is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"rec.average","args":[{"kind":"engine","kernel":"skip","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"constant","value":14,"type":"ic"}],"missing":null,"type":"fs"}],"scalars":[{"kind":"constant","value":12,"type":"ic"},{"kind":"constant","value":0.85,"type":"fc"}],"missing":null,"type":"fs"},{"kind":"engine","kernel":"rec.average","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"constant","value":26,"type":"ic"},{"kind":"constant","value":0.925,"type":"fc"}],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"macd","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"macdsignal","value":{"kind":"local","index":1,"type":"fs"}},{"name":"macdhist","value":{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}}],"type":"{macd:fs,macdsignal:fs,macdhist:fs}"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "mama",
    signature:
      '{"function":{"module":"talib","name":"mama"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastlimit","type":"fp","default":{"kind":"constant","value":0.5,"type":"fc"},"range":{"min":0.01,"max":0.99,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowlimit","type":"fp","default":{"kind":"constant","value":0.05,"type":"fc"},"range":{"min":0.01,"max":0.99,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{mama:fs,fama:fs}","doc":"TA-Lib\'s MAMA (Ehlers 2001): an average whose alpha is `fastlimit` over the change of the cycle\'s phase since the row before,\\nat least `slowlimit`; fama follows it with half that alpha. Both begin at 0 on row 12; the rows before row 32 and `unstable`\\nmore are left out. Missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_smoothed"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":9,"type":"ic"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"engine","kernel":"atan","args":[{"kind":"engine","kernel":"div_else","args":[{"kind":"engine","kernel":"hilbert.quadrature","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"hilbert.inphase","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":57.29577951308232,"type":"fc"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"shift","operand":{"kind":"engine","kernel":"cum.last","args":[{"kind":"local","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"bs"},"then":{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":1,"type":"fp"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fp"}],"scalars":[],"missing":null,"type":"fs"},"otherwise":{"kind":"operator","operator":"add","args":[{"kind":"formal","index":1,"type":"fp"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"engine","kernel":"rec.adaptive","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":3,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"rec.adaptive","args":[{"kind":"local","index":4,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0.5,"type":"fc"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"record","fields":[{"name":"mama","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":4,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":20,"type":"ic"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"fama","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":5,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":20,"type":"ic"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}],"type":"{mama:fs,fama:fs}"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "marketfi",
    signature:
      '{"function":{"module":"talib","name":"marketfi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MARKETFI (Williams): (high - low) / volume; 0 where no volume traded. Missing where any is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "massi",
    signature:
      '{"function":{"module":"talib","name":"massi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":25,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MASSI (Dorsey 1992): the `ema` of high - low over the `ema` of that, 1 where both are 0, summed over the last `slowperiod`\\nrows. Missing until the window is full of known quotients.","attributes":{"pane":"separate","levels":"26.5,27"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}],"result":{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "mavp",
    signature:
      '{"function":{"module":"talib","name":"mavp"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"periods","type":"fs","default":null,"range":null,"aliases":[]},{"input":false,"name":"minperiod","type":"ip","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"maxperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MAVP: `ma` of a type, of the row\'s own period: that of `periods`, its fraction dropped, within `minperiod` to `maxperiod`.\\nThe average of each period begins so that its first row is that of the longest. Missing before that and where the period is;\\nmissing rows are skipped.","attributes":{"pane":"overlay","numbered":"matype"}}',
    body: '{"lets":[{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"engine","kernel":"trunc","args":[{"kind":"formal","index":1,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":4,"type":"sp"},{"kind":"constant","value":"none","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},"otherwise":{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"formal","index":4,"type":"sp"},{"kind":"constant","value":"mama","type":"sc"}],"type":"bp"},"then":{"kind":"operator","operator":"add","args":[{"kind":"conditional","condition":{"kind":"operator","operator":"eq","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"bs"},"then":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"call","function":{"module":"talib","name":"_from"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"constant","value":32,"type":"ic"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"member","object":{"kind":"call","function":{"module":"talib","name":"mama"},"args":[{"kind":"formal","index":0,"type":"fs"},null,null,null],"type":"{mama:fs,fama:fs}"},"field":"mama","type":"fs"},"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},"otherwise":{"kind":"operator","operator":"add","args":[{"kind":"engine","kernel":"vary.average","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"ip"},{"kind":"call","function":{"module":"talib","name":"_number"},"args":[{"kind":"formal","index":4,"type":"sp"}],"type":"ip"},{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"},"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "max",
    signature:
      '{"function":{"module":"talib","name":"max"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MAX: the greatest of the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "maxindex",
    signature:
      '{"function":{"module":"talib","name":"maxindex"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MAXINDEX: the number of the row with the greatest of the last `timeperiod`, from 0 on the first row of the session. Of\\nequal rows it is the one that came last while the greatest was in the window, and the oldest where it has left, so it depends on\\nwhere history starts; the library\'s own `argmax` counts rows ago. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"talib","name":"_row"},"args":[{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"held.max","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "medprice",
    signature:
      '{"function":{"module":"talib","name":"medprice"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MEDPRICE: (high + low) / 2. Missing where either is.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"hl2"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "mfi",
    signature:
      '{"function":{"module":"talib","name":"mfi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MFI: the typical price times volume, summed over the last `timeperiod` rows where the typical price rose, in percent\\nof where it rose or fell; 0 where both together are below 1 (the library\'s own `mfi` says 50 where there is neither). Missing\\nin the first `timeperiod` rows and near missing ones.","attributes":{"pane":"separate","levels":"20,80"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":1,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"local","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":1,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"}],"result":{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"local","index":4,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"bs"},"then":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":4,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"local","index":4,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "midpoint",
    signature:
      '{"function":{"module":"talib","name":"midpoint"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MIDPOINT: the middle between the greatest and the least of the last `timeperiod` rows. Missing until the window is full\\nof known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "midprice",
    signature:
      '{"function":{"module":"talib","name":"midprice"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MIDPRICE: the middle between the greatest high and the least low of the last `timeperiod` rows. Missing until the\\nwindows are full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "min",
    signature:
      '{"function":{"module":"talib","name":"min"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MIN: the least of the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "minindex",
    signature:
      '{"function":{"module":"talib","name":"minindex"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MININDEX: the number of the row with the least of the last `timeperiod`, from 0 on the first row of the session; equal\\nrows as in `maxindex`. The library\'s own `argmin` counts rows ago. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"talib","name":"_row"},"args":[{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"held.min","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"formal","index":1,"type":"ip"}],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "minmax",
    signature:
      '{"function":{"module":"talib","name":"minmax"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{min:fs,max:fs}","doc":"TA-Lib\'s MINMAX: the least and the greatest of the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"record","fields":[{"name":"min","value":{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}},{"name":"max","value":{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}],"type":"{min:fs,max:fs}"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "minmaxindex",
    signature:
      '{"function":{"module":"talib","name":"minmaxindex"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{minidx:fs,maxidx:fs}","doc":"TA-Lib\'s MINMAXINDEX: `minindex` and `maxindex`. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"record","fields":[{"name":"minidx","value":{"kind":"call","function":{"module":"talib","name":"minindex"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}},{"name":"maxidx","value":{"kind":"call","function":{"module":"talib","name":"maxindex"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}],"type":"{minidx:fs,maxidx:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "minus_di",
    signature:
      '{"function":{"module":"talib","name":"minus_di"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MINUS_DI (Wilder): 100 times the average move down over the average true range; 0 where that is 0. Missing in the\\nfirst `timeperiod` rows and `unstable` more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_movement"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"{up:fs,down:fs,width:fs}"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs,width:fs}"},"field":"down","type":"fs"},{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs,width:fs}"},"field":"width","type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "minus_dm",
    signature:
      '{"function":{"module":"talib","name":"minus_dm"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MINUS_DM (Wilder): the moves down, summed with the older ones fading by 1 / timeperiod a row; seeded by the sum of the\\nfirst timeperiod - 1. Missing before those and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"member","object":{"kind":"call","function":{"module":"talib","name":"_moves"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"{up:fs,down:fs}"},"field":"down","type":"fs"}],"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"}],"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "mom",
    signature:
      '{"function":{"module":"talib","name":"mom"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MOM: price - price[timeperiod]. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "mult",
    signature:
      '{"function":{"module":"talib","name":"mult"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s MULT: price0 price1. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "natr",
    signature:
      '{"function":{"module":"talib","name":"natr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s NATR: `atr` in percent of the close; 0 at a close of 0. Missing in the first `timeperiod` rows and `unstable` more;\\nmissing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"talib","name":"atr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "nvi",
    signature:
      '{"function":{"module":"talib","name":"nvi"},"aliases":[],"formals":[{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s NVI (Fosback 1976): 1000 times the changes of the close, multiplied over the rows on which volume fell; a change from 0\\ncounts as none. Missing rows are skipped, and a row after one changes nothing.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"engine","kernel":"div_else","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":0,"type":"fs"},"otherwise":{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":1000,"type":"ic"},{"kind":"engine","kernel":"cum.product","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "obv",
    signature:
      '{"function":{"module":"talib","name":"obv"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s OBV (Granville): the sum so far of the volume, up where the price rose and down where it fell; the first row counts\\nup. Missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"obv"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "percentile",
    signature:
      '{"function":{"module":"talib","name":"percentile"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"percentile","type":"fp","default":{"kind":"constant","value":50,"type":"ic"},"range":{"min":0,"max":100,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PERCENTILE: of the last `timeperiod` rows in order the one at percentile / 100 of them, rounded up (the library\'s own\\n`quantile` lies between two). Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"ceil","args":[{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"div","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"constant","value":100,"type":"ic"}],"type":"fp"},{"kind":"formal","index":1,"type":"ip"}],"type":"fp"}],"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"ip"}],"result":{"kind":"call","function":{"module":"","name":"quantile"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},{"kind":"operator","operator":"min","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"local","index":0,"type":"ip"},{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"type":"fp"}],"type":"fp"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "percentrank",
    signature:
      '{"function":{"module":"talib","name":"percentrank"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":100,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PERCENTRANK: how many of the `timeperiod` rows before are below the current one, in percent. Missing in the first\\n`timeperiod` rows and near missing ones.","attributes":{"pane":"separate","bounds":"0..100"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"div","args":[{"kind":"engine","kernel":"win.below","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"missing":{"policy":{"kind":"constant","value":"rows","type":"sc"},"minSamples":{"kind":"constant","value":0,"type":"ic"}},"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"},{"kind":"constant","value":100,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "plus_di",
    signature:
      '{"function":{"module":"talib","name":"plus_di"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PLUS_DI (Wilder): 100 times the average move up over the average true range; 0 where that is 0. Missing in the first\\n`timeperiod` rows and `unstable` more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_movement"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"{up:fs,down:fs,width:fs}"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs,width:fs}"},"field":"up","type":"fs"},{"kind":"member","object":{"kind":"local","index":0,"type":"{up:fs,down:fs,width:fs}"},"field":"width","type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":4,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "plus_dm",
    signature:
      '{"function":{"module":"talib","name":"plus_dm"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PLUS_DM (Wilder): the moves up, summed with the older ones fading by 1 / timeperiod a row; seeded by the sum of the\\nfirst timeperiod - 1. Missing before those and in `unstable` rows more; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"ip"},{"kind":"member","object":{"kind":"call","function":{"module":"talib","name":"_moves"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"{up:fs,down:fs}"},"field":"up","type":"fs"}],"type":"fs"}],"scalars":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"max","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"sub","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"formal","index":2,"type":"ip"}],"type":"ip"}],"type":"ip"},{"kind":"formal","index":3,"type":"ip"}],"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "ppo",
    signature:
      '{"function":{"module":"talib","name":"ppo"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"ema","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PPO: `apo` in percent of the slow average; 0 where that is 0. Missing where the slow average is.","attributes":{"pane":"separate","levels":0,"numbered":"matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_two"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"{fast:fs,slow:fs}"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"member","object":{"kind":"local","index":0,"type":"{fast:fs,slow:fs}"},"field":"fast","type":"fs"},{"kind":"member","object":{"kind":"local","index":0,"type":"{fast:fs,slow:fs}"},"field":"slow","type":"fs"}],"type":"fs"},{"kind":"member","object":{"kind":"local","index":0,"type":"{fast:fs,slow:fs}"},"field":"slow","type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "pvi",
    signature:
      '{"function":{"module":"talib","name":"pvi"},"aliases":[],"formals":[{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PVI (Fosback 1976): 1000 times the changes of the close, multiplied over the rows on which volume rose; a change from 0\\ncounts as none. Missing rows are skipped, and a row after one changes nothing.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"engine","kernel":"div_else","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":0,"type":"fs"},"otherwise":{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"},"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":1000,"type":"ic"},{"kind":"engine","kernel":"cum.product","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "pvo",
    signature:
      '{"function":{"module":"talib","name":"pvo"},"aliases":[],"formals":[{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":12,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":26,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"matype","type":"sp","default":{"kind":"constant","value":"ema","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PVO: `ppo` of the volume. Missing where the slow average is.","attributes":{"pane":"separate","levels":0,"numbered":"matype"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"ppo"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},{"kind":"formal","index":2,"type":"ip"},{"kind":"formal","index":3,"type":"sp"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "pvt",
    signature:
      '{"function":{"module":"talib","name":"pvt"},"aliases":[],"formals":[{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s PVT: the sum so far of the volume times the change since the row before in proportion; 0 on the first row and from a close\\nof 0. Missing rows are skipped, and a row after one adds nothing.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "qstick",
    signature:
      '{"function":{"module":"talib","name":"qstick"},"aliases":[],"formals":[{"input":true,"name":"open","type":"fs","default":{"kind":"field","source":"ohlcv","field":"open","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s QSTICK (Chande): the `sma` of close - open. Missing until the window is full of known rows.","attributes":{"pane":"separate","levels":0}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "rma",
    signature:
      '{"function":{"module":"talib","name":"rma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s RMA (Wilder): alpha = 1 / timeperiod, seeded by the mean of the first `timeperiod` known rows; its first `unstable`\\nrows are left out. Missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"call","function":{"module":"","name":"rma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "roc",
    signature:
      '{"function":{"module":"talib","name":"roc"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ROC: 100 (price / price[timeperiod] - 1); 0 where the earlier price is 0. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"engine","kernel":"div_else","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"},{"kind":"constant","value":100,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "rocp",
    signature:
      '{"function":{"module":"talib","name":"rocp"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ROCP: (price - price[timeperiod]) / price[timeperiod]; 0 where the earlier price is 0. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "rocr",
    signature:
      '{"function":{"module":"talib","name":"rocr"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ROCR: price / price[timeperiod]; 0 where the earlier price is 0. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"formal","index":1,"type":"ip"},"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "rocr100",
    signature:
      '{"function":{"module":"talib","name":"rocr100"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ROCR100: 100 price / price[timeperiod]; 0 where the earlier price is 0. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"call","function":{"module":"talib","name":"rocr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "rsi",
    signature:
      '{"function":{"module":"talib","name":"rsi"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s RSI: 100 gain / (gain + loss), the changes up and down averaged by `rma`. 0 where the price never changed (the\\nlibrary\'s own `rsi` says 50). Missing in the first `timeperiod` rows and `unstable` more; missing rows are skipped.","attributes":{"pane":"separate","bounds":"0..100","levels":"30,70"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":0,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "rvi",
    signature:
      '{"function":{"module":"talib","name":"rvi"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"stddevperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s RVI (Dorsey 1993): the population deviation of the last `stddevperiod` rows, averaged by `rma` where the price rose, in\\npercent of where it rose or fell; 50 where neither. Missing until the averages are known and in `unstable` rows more; missing rows\\nare skipped.","attributes":{"pane":"separate","bounds":"0..100","levels":50}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null,null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":0,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"rma"},"args":[{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"bs"},"then":{"kind":"local","index":0,"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},{"kind":"constant","value":0.5,"type":"fc"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"scalars":[{"kind":"formal","index":3,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "rvol",
    signature:
      '{"function":{"module":"talib","name":"rvol"},"aliases":[],"formals":[{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":20,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s RVOL: the volume over the mean of the `timeperiod` rows before. Missing in the first `timeperiod` rows, near missing\\nones, and where no volume traded in them.","attributes":{"pane":"separate","levels":1}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"div","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "sar",
    signature:
      '{"function":{"module":"talib","name":"sar"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"acceleration","type":"fp","default":{"kind":"constant","value":0.02,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"maximum","type":"fp","default":{"kind":"constant","value":0.2,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SAR (Wilder 1978): a stop that moves by `acceleration` of the way to the extreme since the trade began, by as much\\nmore at each new extreme up to `maximum`, never into the last two rows; where a row meets it, it changes sides and begins at\\nthe extreme. The trade begins on the second row, short where the low fell further than the high rose. Missing on the first row;\\nmissing rows are skipped.","attributes":{"pane":"overlay","style":"circles"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sar.stop","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"constant","value":0,"type":"ic"},{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":3,"type":"fp"},{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":3,"type":"fp"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "sarext",
    signature:
      '{"function":{"module":"talib","name":"sarext"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"startvalue","type":"fp","default":{"kind":"constant","value":0,"type":"ic"},"range":null,"aliases":[]},{"input":false,"name":"offsetonreverse","type":"fp","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationinitlong","type":"fp","default":{"kind":"constant","value":0.02,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationlong","type":"fp","default":{"kind":"constant","value":0.02,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationmaxlong","type":"fp","default":{"kind":"constant","value":0.2,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationinitshort","type":"fp","default":{"kind":"constant","value":0.02,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationshort","type":"fp","default":{"kind":"constant","value":0.02,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"accelerationmaxshort","type":"fp","default":{"kind":"constant","value":0.2,"type":"fc"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SAREXT: `sar` with an acceleration of each side\'s own, a `startvalue` (long from it where it is above 0, short from its\\nsize where it is below), and a share of the stop, `offsetonreverse`, by which it stands further off where it changes sides;\\nbelow 0 while short. Missing on the first row; missing rows are skipped.","attributes":{"pane":"overlay","style":"circles"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"engine","kernel":"sar.stop","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":3,"type":"fp"},{"kind":"formal","index":4,"type":"fp"},{"kind":"formal","index":5,"type":"fp"},{"kind":"formal","index":6,"type":"fp"},{"kind":"formal","index":7,"type":"fp"},{"kind":"formal","index":8,"type":"fp"},{"kind":"formal","index":9,"type":"fp"}],"missing":null,"type":"fs"},{"kind":"engine","kernel":"sar.side","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"scalars":[{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":3,"type":"fp"},{"kind":"formal","index":4,"type":"fp"},{"kind":"formal","index":5,"type":"fp"},{"kind":"formal","index":6,"type":"fp"},{"kind":"formal","index":7,"type":"fp"},{"kind":"formal","index":8,"type":"fp"},{"kind":"formal","index":9,"type":"fp"}],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "sin",
    signature:
      '{"function":{"module":"talib","name":"sin"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SIN: the sine of radians. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sin","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "sinh",
    signature:
      '{"function":{"module":"talib","name":"sinh"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SINH: the hyperbolic sine. Missing where it overflows and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sinh","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "sma",
    signature:
      '{"function":{"module":"talib","name":"sma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SMA: the mean of the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"sma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "smi",
    signature:
      '{"function":{"module":"talib","name":"smi"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":13,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastperiod","type":"ip","default":{"kind":"constant","value":2,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowperiod","type":"ip","default":{"kind":"constant","value":25,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"signalperiod","type":"ip","default":{"kind":"constant","value":9,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{smi:fs,smisignal:fs}","doc":"TA-Lib\'s SMI (Blau 1993): how far the close is from the middle between the greatest high and the least low of the last\\n`timeperiod` rows, in percent of half their distance, both averaged by a slow `ema` and a fast one; and the `ema` of that. 0 where\\nnothing moved. Both lines begin where the signal does; missing rows are skipped.","attributes":{"pane":"separate","levels":"-40,40"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"}],"type":"fs"},{"kind":"formal","index":5,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":5,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":4,"type":"ip"},null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"operator","operator":"div","args":[{"kind":"local","index":3,"type":"fs"},{"kind":"constant","value":2,"type":"ic"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"smi","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":4,"type":"fs"}],"scalars":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":6,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"smisignal","value":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":4,"type":"fs"},{"kind":"formal","index":6,"type":"ip"},null],"type":"fs"}}],"type":"{smi:fs,smisignal:fs}"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "sqrt",
    signature:
      '{"function":{"module":"talib","name":"sqrt"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SQRT: the square root. Missing below 0 and where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"sqrt","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "stddev",
    signature:
      '{"function":{"module":"talib","name":"stddev"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"nbdev","type":"fp","default":{"kind":"constant","value":1,"type":"ic"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s STDDEV: `nbdev` times the population deviation of the last `timeperiod` rows. Missing until the window is full of\\nknown rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"call","function":{"module":"","name":"stdev"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "stoch",
    signature:
      '{"function":{"module":"talib","name":"stoch"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastk_period","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowk_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowk_matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]},{"input":false,"name":"slowd_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"slowd_matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{slowk:fs,slowd:fs}","doc":"TA-Lib\'s STOCH: where the close stands between the least low and the greatest high of the last `fastk_period` rows, in\\npercent, smoothed twice by moving averages of a type, by name or TA-Lib\'s number. 0 where high and low are equal (the\\nlibrary\'s own `stochastic` says 50). Both lines begin where the slow d does.","attributes":{"pane":"separate","levels":"20,80","numbered":"slowk_matype,slowd_matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_fastk"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"sp"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"slowk","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":1,"type":"fs"}],"scalars":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":6,"type":"ip"},{"kind":"formal","index":7,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"slowd","value":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":6,"type":"ip"},{"kind":"formal","index":7,"type":"sp"}],"type":"fs"}}],"type":"{slowk:fs,slowd:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "stochf",
    signature:
      '{"function":{"module":"talib","name":"stochf"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"fastk_period","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastd_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastd_matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{fastk:fs,fastd:fs}","doc":"TA-Lib\'s STOCHF: where the close stands between the least low and the greatest high of the last `fastk_period` rows, in percent,\\n0 where they are equal, and its average of a type. Both lines begin where d does.","attributes":{"pane":"separate","levels":"20,80","numbered":"fastd_matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"_fastk"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"fastk","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"fastd","value":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"sp"}],"type":"fs"}}],"type":"{fastk:fs,fastd:fs}"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "stochrsi",
    signature:
      '{"function":{"module":"talib","name":"stochrsi"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastk_period","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastd_period","type":"ip","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"fastd_matype","type":"sp","default":{"kind":"constant","value":"sma","type":"sc"},"range":{"min":null,"max":null,"step":null,"choices":["sma","ema","wma","dema","tema","trima","kama","mama","t3","hma","none","default","zlema","rma"]},"aliases":[]}],"result":"{fastk:fs,fastd:fs}","doc":"TA-Lib\'s STOCHRSI (Chande and Kroll 1994): `stochf` of the `rsi`; 0 where that moved by less than 1e-9 within the window. Both lines\\nbegin where d does.","attributes":{"pane":"separate","levels":"20,80","numbered":"fastd_matype"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"rsi"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"constant","value":1e-9,"type":"fc"}],"type":"bs"},"then":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"},"type":"fs"}],"result":{"kind":"record","fields":[{"name":"fastk","value":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":3,"type":"fs"}],"scalars":[{"kind":"call","function":{"module":"talib","name":"_lookback"},"args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"ip"}],"missing":null,"type":"fs"}},{"name":"fastd","value":{"kind":"call","function":{"module":"talib","name":"ma"},"args":[{"kind":"local","index":3,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"sp"}],"type":"fs"}}],"type":"{fastk:fs,fastd:fs}"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "sub",
    signature:
      '{"function":{"module":"talib","name":"sub"},"aliases":[],"formals":[{"input":true,"name":"price0","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"price1","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SUB: price0 - price1. Missing where either is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "sum",
    signature:
      '{"function":{"module":"talib","name":"sum"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s SUM: the sum of the last `timeperiod` rows. Missing until the window is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "supertrend",
    signature:
      '{"function":{"module":"talib","name":"supertrend"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":10,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"multiplier","type":"fp","default":{"kind":"constant","value":3,"type":"ic"},"range":{"min":0,"max":1000,"step":null,"choices":null},"aliases":[]}],"result":"{supertrend:fs,trend:fs}","doc":"TA-Lib\'s SUPERTREND (Seban): bands `multiplier` times `atr` away from (high + low) / 2 that move towards the price only, until a\\nclose beyond one lets it go; the lower one while the trend is up (1), the upper one while it is down (-1), up on the first row.\\nMissing in the first `timeperiod` rows; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"hl2"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":4,"type":"fp"},{"kind":"call","function":{"module":"talib","name":"atr"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null],"type":"fs"}],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"supertrend","value":{"kind":"engine","kernel":"supertrend.line","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}},{"name":"trend","value":{"kind":"engine","kernel":"supertrend.side","args":[{"kind":"operator","operator":"add","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}],"type":"{supertrend:fs,trend:fs}"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "t3",
    signature:
      '{"function":{"module":"talib","name":"t3"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"vfactor","type":"fp","default":{"kind":"constant","value":0.7,"type":"fc"},"range":{"min":0,"max":1,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"unstable","type":"ip","default":{"kind":"constant","value":0,"type":"ic"},"range":{"min":0,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s T3 (Tillson 1998): the generalized `dema` by `vfactor`, three times over, as a sum of six cascaded `ema`; its first\\n`unstable` rows are left out. Missing in the first 6 timeperiod - 6 rows; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":2,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"formal","index":2,"type":"fp"}],"type":"fp"},{"kind":"operator","operator":"mul","args":[{"kind":"local","index":4,"type":"fp"},{"kind":"formal","index":2,"type":"fp"}],"type":"fp"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"neg","args":[{"kind":"local","index":5,"type":"fp"}],"type":"fp"},{"kind":"local","index":3,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"local","index":4,"type":"fp"},{"kind":"local","index":5,"type":"fp"}],"type":"fp"}],"type":"fp"},{"kind":"local","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":-6,"type":"ic"},{"kind":"local","index":4,"type":"fp"}],"type":"fp"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"formal","index":2,"type":"fp"},{"kind":"local","index":5,"type":"fp"}],"type":"fp"}],"type":"fp"}],"type":"fp"},{"kind":"local","index":1,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"constant","value":1,"type":"ic"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"formal","index":2,"type":"fp"}],"type":"fp"}],"type":"fp"},{"kind":"local","index":5,"type":"fp"}],"type":"fp"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":3,"type":"ic"},{"kind":"local","index":4,"type":"fp"}],"type":"fp"}],"type":"fp"},{"kind":"local","index":0,"type":"fs"}],"type":"fs"}],"type":"fs"}],"result":{"kind":"engine","kernel":"skip","args":[{"kind":"local","index":6,"type":"fs"}],"scalars":[{"kind":"formal","index":3,"type":"ip"}],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "tan",
    signature:
      '{"function":{"module":"talib","name":"tan"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TAN: the tangent of radians. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"tan","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "math",
    names: "tanh",
    signature:
      '{"function":{"module":"talib","name":"tanh"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TANH: the hyperbolic tangent. Missing where its input is.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"tanh","args":[{"kind":"formal","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "tema",
    signature:
      '{"function":{"module":"talib","name":"tema"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TEMA (Mulloy): 3 ema - 3 ema of ema + ema of ema of ema. Missing in the first 3 timeperiod - 3 rows; missing rows\\nare skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"tema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "volatility",
    names: "trange",
    signature:
      '{"function":{"module":"talib","name":"trange"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TRANGE (Wilder): the greatest of high - low, |high - previous close| and |low - previous close|. Missing on the\\nfirst row, where the library\'s own `true_range` is high - low, and where the previous close is missing.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"engine","kernel":"greater","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "trima",
    signature:
      '{"function":{"module":"talib","name":"trima"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TRIMA: the mean of means, whose lengths add up to timeperiod + 1. Missing until every window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"trima"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "trix",
    signature:
      '{"function":{"module":"talib","name":"trix"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TRIX: the change in percent, since the row before, of the `ema` of the `ema` of the `ema`. Missing in the first\\n3 timeperiod - 2 rows; missing rows are skipped.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"talib","name":"roc"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"constant","value":1,"type":"ic"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "tsf",
    signature:
      '{"function":{"module":"talib","name":"tsf"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TSF: the least-squares line through the last `timeperiod` rows, one row ahead. Missing until the window is full of known\\nrows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"operator","operator":"add","args":[{"kind":"call","function":{"module":"","name":"linreg"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"slope"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "tsi",
    signature:
      '{"function":{"module":"talib","name":"tsi"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"firstperiod","type":"ip","default":{"kind":"constant","value":25,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"secondperiod","type":"ip","default":{"kind":"constant","value":13,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TSI (Blau 1991): 100 times the change since the row before, averaged by two `ema`, over the same of its size; 0 where\\nthat is 0. Missing until both averages are known; missing rows are skipped.","attributes":{"pane":"separate","bounds":"-100..100","levels":"-25,25"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"local","index":1,"type":"fs"},{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"},{"kind":"formal","index":2,"type":"ip"},null],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "typprice",
    signature:
      '{"function":{"module":"talib","name":"typprice"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s TYPPRICE: (high + low + close) / 3. Missing where any is.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"hlc3"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "ultosc",
    signature:
      '{"function":{"module":"talib","name":"ultosc"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod1","type":"ip","default":{"kind":"constant","value":7,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"timeperiod2","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"timeperiod3","type":"ip","default":{"kind":"constant","value":28,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ULTOSC (Williams 1985): the close less the lower of low and previous close, summed over three periods, each over the sum\\nof the true range, weighted 4, 2 and 1 from the shortest; in percent of 7. A period in which nothing moved counts 0. Missing in the\\nfirst rows of the longest and near missing ones.","attributes":{"pane":"separate","bounds":"0..100","levels":"30,70"}}',
    body: '{"lets":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},{"kind":"call","function":{"module":"talib","name":"trange"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"min","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"operator","operator":"min","args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"ip"}],"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"max","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"operator","operator":"max","args":[{"kind":"formal","index":4,"type":"ip"},{"kind":"formal","index":5,"type":"ip"}],"type":"ip"}],"type":"ip"},{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"formal","index":3,"type":"ip"},{"kind":"formal","index":4,"type":"ip"}],"type":"ip"},{"kind":"formal","index":5,"type":"ip"}],"type":"ip"},{"kind":"local","index":2,"type":"ip"}],"type":"ip"},{"kind":"local","index":3,"type":"ip"}],"type":"ip"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":2,"type":"ip"},null,null],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":4,"type":"ip"},null,null],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":0,"type":"fs"},{"kind":"local","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"local","index":1,"type":"fs"},{"kind":"local","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":100,"type":"ic"},{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":4,"type":"ic"},{"kind":"local","index":5,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"local","index":6,"type":"fs"}],"type":"fs"}],"type":"fs"},{"kind":"local","index":7,"type":"fs"}],"type":"fs"},{"kind":"constant","value":7,"type":"ic"}],"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "statistics",
    names: "var",
    signature:
      '{"function":{"module":"talib","name":"var"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":5,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]},{"input":false,"name":"nbdev","type":"fp","default":{"kind":"constant","value":1,"type":"ic"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s VAR: the population variance of the last `timeperiod` rows; `nbdev` changes nothing, as there. Missing until the\\nwindow is full of known rows.","attributes":{"pane":"separate"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"variance"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "vhf",
    signature:
      '{"function":{"module":"talib","name":"vhf"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":28,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s VHF (White 1991): the greatest less the least of the last `timeperiod` rows over the sum of the changes from row to row, in\\nsize; 0 where nothing moved. Missing in the first `timeperiod` rows and near missing ones.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"call","function":{"module":"","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"},{"kind":"call","function":{"module":"","name":"min"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}],"type":"fs"},{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "vortex",
    signature:
      '{"function":{"module":"talib","name":"vortex"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"{plusvi:fs,minusvi:fs}","doc":"TA-Lib\'s VORTEX (Botes and Siepman 2010): the sums of |high - previous low| and of |low - previous high| over the sum of the true\\nrange; 0 where nothing moved (the library\'s own `vortex` is missing there). Missing in the first `timeperiod` rows and near\\nmissing ones.","attributes":{"pane":"separate","levels":1}}',
    body: '{"lets":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"call","function":{"module":"talib","name":"trange"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"}],"result":{"kind":"record","fields":[{"name":"plusvi","value":{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":1,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}},{"name":"minusvi","value":{"kind":"engine","kernel":"div_else","args":[{"kind":"call","function":{"module":"","name":"sum"},"args":[{"kind":"engine","kernel":"abs","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"},{"kind":"formal","index":3,"type":"ip"},null,null],"type":"fs"},{"kind":"local","index":0,"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}}],"type":"{plusvi:fs,minusvi:fs}"}}',
  },
  {
    module: "talib",
    family: "volume",
    names: "vwap",
    signature:
      '{"function":{"module":"talib","name":"vwap"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s VWAP: the sum of the typical price times volume over the sum of volume, since the first row. Missing rows are\\nskipped; missing until volume traded.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"vwap"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"},{"kind":"formal","index":3,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "vwma",
    signature:
      '{"function":{"module":"talib","name":"vwma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"volume","type":"fs","default":{"kind":"field","source":"ohlcv","field":"volume","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s VWMA: the sum of price times volume over the sum of volume, of the last `timeperiod` rows. Missing until the window\\nis full of known rows, and where no volume traded.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"vwma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"ip"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "wad",
    signature:
      '{"function":{"module":"talib","name":"wad"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s WAD (Williams): the sum so far of the close less the lower of low and previous close where it rose, and less the higher of\\nhigh and previous close where it fell; 0 on the first row. Missing rows are skipped, and a row after one adds nothing.","attributes":{"pane":"separate"}}',
    body: '{"lets":[{"kind":"shift","operand":{"kind":"formal","index":2,"type":"fs"},"rows":{"kind":"constant","value":1,"type":"ic"},"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"lt","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"bs"},"then":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"engine","kernel":"greater","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},"type":"fs"},{"kind":"conditional","condition":{"kind":"operator","operator":"gt","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"type":"bs"},"then":{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":2,"type":"fs"},{"kind":"engine","kernel":"lesser","args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"local","index":0,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"},"otherwise":{"kind":"local","index":1,"type":"fs"},"type":"fs"}],"result":{"kind":"engine","kernel":"cum.sum","args":[{"kind":"engine","kernel":"coalesce","args":[{"kind":"local","index":2,"type":"fs"},{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":0,"type":"ic"},{"kind":"operator","operator":"add","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"}],"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}],"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}],"scalars":[],"missing":null,"type":"fs"}}',
  },
  {
    module: "talib",
    family: "price",
    names: "wclprice",
    signature:
      '{"function":{"module":"talib","name":"wclprice"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]}],"result":"fs","doc":"TA-Lib\'s WCLPRICE: (high + low + 2 close) / 4. Missing where any is.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"weighted_close"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "momentum",
    names: "willr",
    signature:
      '{"function":{"module":"talib","name":"willr"},"aliases":[],"formals":[{"input":true,"name":"high","type":"fs","default":{"kind":"field","source":"ohlcv","field":"high","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"low","type":"fs","default":{"kind":"field","source":"ohlcv","field":"low","type":"fs"},"range":null,"aliases":[]},{"input":true,"name":"close","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":14,"type":"ic"},"range":{"min":2,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s WILLR (Williams %R): from the greatest high of the last `timeperiod` rows down to the close, in percent of the way\\nto the least low, negative; 0 where they are equal (the library\'s own `williams_r` says -50). Missing until the window is\\nfull of known rows.","attributes":{"pane":"separate","levels":"-80,-20"}}',
    body: '{"lets":[{"kind":"call","function":{"module":"talib","name":"max"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"result":{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":-100,"type":"ic"},{"kind":"engine","kernel":"div_else","args":[{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"formal","index":2,"type":"fs"}],"type":"fs"},{"kind":"operator","operator":"sub","args":[{"kind":"local","index":0,"type":"fs"},{"kind":"call","function":{"module":"talib","name":"min"},"args":[{"kind":"formal","index":1,"type":"fs"},{"kind":"formal","index":3,"type":"ip"}],"type":"fs"}],"type":"fs"},{"kind":"constant","value":0,"type":"ic"}],"scalars":[],"missing":null,"type":"fs"}],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "wma",
    signature:
      '{"function":{"module":"talib","name":"wma"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s WMA: weights timeperiod, ..., 1 from the newest row. Missing until the window is full of known rows.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[],"result":{"kind":"call","function":{"module":"","name":"wma"},"args":[{"kind":"formal","index":0,"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null,null],"type":"fs"}}',
  },
  {
    module: "talib",
    family: "overlap",
    names: "zlema",
    signature:
      '{"function":{"module":"talib","name":"zlema"},"aliases":[],"formals":[{"input":true,"name":"price","type":"fs","default":{"kind":"field","source":"ohlcv","field":"close","type":"fs"},"range":null,"aliases":[]},{"input":false,"name":"timeperiod","type":"ip","default":{"kind":"constant","value":30,"type":"ic"},"range":{"min":1,"max":10000,"step":null,"choices":null},"aliases":[]}],"result":"fs","doc":"TA-Lib\'s ZLEMA (Ehlers and Way 2010): the `ema` of 2 price - price[(timeperiod - 1) / 2], the lag rounded down. Missing until\\nthe lag and the period have passed; missing rows are skipped.","attributes":{"pane":"overlay"}}',
    body: '{"lets":[{"kind":"operator","operator":"floor","args":[{"kind":"operator","operator":"div","args":[{"kind":"operator","operator":"sub","args":[{"kind":"formal","index":1,"type":"ip"},{"kind":"constant","value":1,"type":"ic"}],"type":"ip"},{"kind":"constant","value":2,"type":"ic"}],"type":"fp"}],"type":"ip"}],"result":{"kind":"call","function":{"module":"talib","name":"ema"},"args":[{"kind":"operator","operator":"sub","args":[{"kind":"operator","operator":"mul","args":[{"kind":"constant","value":2,"type":"ic"},{"kind":"formal","index":0,"type":"fs"}],"type":"fs"},{"kind":"shift","operand":{"kind":"formal","index":0,"type":"fs"},"rows":{"kind":"local","index":0,"type":"ip"},"type":"fs"}],"type":"fs"},{"kind":"formal","index":1,"type":"ip"},null],"type":"fs"}}',
  },
];
