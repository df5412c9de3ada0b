import { Component, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";

interface BoundaryState {
  readonly broken: boolean;
}

/** Keeps a bug in one screen from taking the window down with it. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { broken: false };

  static getDerivedStateFromError(): BoundaryState {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onRetry={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onRetry }: { readonly onRetry: () => void }): ReactElement {
  const { t } = useTranslation("shell");
  return (
    <Notice
      tone="danger"
      title={t("brokenTitle")}
      live
      actions={
        <Button icon="redo" onPress={onRetry}>
          {t("brokenRetry")}
        </Button>
      }
    >
      <p>{t("brokenText")}</p>
    </Notice>
  );
}
