import type { ReactElement, ReactNode } from "react";
import {
  Button as AriaButton,
  Link as AriaLink,
  Tooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components";
import { Icon, type IconName } from "./icon.tsx";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger" | "danger-primary";

const classes: Readonly<Record<ButtonKind, string>> = {
  primary: "button primary",
  plain: "button",
  quiet: "button quiet",
  danger: "button danger",
  "danger-primary": "button danger primary",
};

interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  /** `primary` at most once a view. */
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** A button whose words are a verb. */
export function Button({ kind = "plain", icon, children, ...rest }: ButtonProps): ReactElement {
  return (
    <AriaButton {...rest} className={classes[kind]}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  readonly icon: IconName;
  /** Said by screen readers and shown as a tooltip. */
  readonly label: string;
  readonly pressed?: boolean;
}

/** A button of one picture, always with a name. */
export function IconButton({ icon, label, pressed, ...rest }: IconButtonProps): ReactElement {
  return (
    <TooltipTrigger delay={400}>
      <AriaButton
        {...rest}
        aria-label={label}
        className="button quiet icon-only"
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** A link that looks like a button: for going to another screen. */
export function LinkButton({
  href,
  kind = "plain",
  icon,
  children,
}: {
  readonly href: string;
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <AriaLink href={href} className={classes[kind]}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaLink>
  );
}
