/** What every screen is given. */
export interface ScreenProps {
  /** The parts of the address after the tab. */
  readonly rest: readonly string[];
}
