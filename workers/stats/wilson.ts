import { z975 } from "./normal.ts";

/** A share with a range. */
export interface Share {
  /** NaN when nothing was counted. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Score interval of a share (Wilson 1927): `hits` of `n`; 0 to 1 when n is 0. */
export function wilson(hits: number, n: number, z = z975): Share {
  if (n === 0) return { value: NaN, low: 0, high: 1 };
  const value = hits / n;
  const square = (z * z) / n;
  const middle = (value + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((value * (1 - value)) / n + square / (4 * n));
  return {
    value,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === n ? 1 : Math.min(1, middle + half),
  };
}

/**
 * Interval of the difference of two shares from their score intervals (Newcombe 1998, method 10); the same of any two numbers from
 * intervals of their own (Zou & Donner 2008, MOVER).
 */
export function shareDifference(one: Share, other: Share): Share {
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/**
 * Interval of the ratio of two shares from their score intervals (Donner & Zou 2012, equation 9). The value is NaN for
 * 0 / 0, and Infinity above a share of 0.
 */
export function shareRatio(one: Share, other: Share): Share {
  const [p, q] = [one.value, other.value];
  const root = (a: number, b: number) =>
    Math.sqrt(Math.max(0, (p * q) ** 2 - a * b * (2 * p - a) * (2 * q - b)));
  const under = other.high * (2 * q - other.high);
  const over = other.low * (2 * q - other.low);
  return {
    value: p / q,
    low: under === 0 ? 0 : Math.max(0, (p * q - root(one.low, other.high)) / under),
    high: over === 0 ? Infinity : (p * q + root(one.high, other.low)) / over,
  };
}
