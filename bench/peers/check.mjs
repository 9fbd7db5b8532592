// That both sides of a race compute the same: last values to a millionth, or a convention that is named.

/** Where a peer's convention is another, by output: what it does. */
const CONVENTIONS = {
  wickra: { obv: "starts at 0, TA-Lib and ours at the first row's volume" },
  technicalindicators: { rsi: "rounds to two digits" },
};

/**
 * Compares `[output, ours, theirs]`. Gives the conventions that apply, as text; throws where the two differ for no
 * reason that is named, and where one is named that does not apply.
 */
export function agree(peer, checks) {
  const named = [];
  for (const [output, ours, theirs] of checks) {
    const family = output.split(/[.:_]/)[0];
    const convention = CONVENTIONS[peer]?.[family];
    const apart = Math.abs(ours - theirs);
    const same = apart <= 1e-6 * Math.max(1e-3, Math.abs(theirs));
    if (same) continue;
    if (convention === undefined || !Number.isFinite(apart))
      throw new Error(`${peer}'s ${output} is ${theirs}, ours ${ours}`);
    named.push(`its ${family} ${convention}`);
  }
  return named;
}
