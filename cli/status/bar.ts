/** Signs for what is left and what is used up. */
export interface BarSigns {
  readonly left: string;
  readonly used: string;
}

export const BLOCKS: BarSigns = { left: "█", used: "░" };
export const ASCII: BarSigns = { left: "#", used: "-" };

const LENGTH = 10;

/** A bar of ten signs. It is empty only when nothing is left. */
export function bar(share: number, { left, used }: BarSigns): string {
  const full = share <= 0 ? 0 : Math.min(LENGTH, Math.max(1, Math.round(share * LENGTH)));
  return left.repeat(full) + used.repeat(LENGTH - full);
}
