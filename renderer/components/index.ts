export { Asked, Loading } from "./asked.tsx";
export { Button, IconButton, LinkButton } from "./button.tsx";
export { DataTable, type DataColumn } from "./data-table.tsx";
export { ConfirmDialog, Dialog } from "./dialog.tsx";
export { Checkbox, Choices, Select, TextField, type Option } from "./fields.tsx";
export {
  Badge,
  Count,
  DateText,
  Kpi,
  Kpis,
  Money,
  Percent,
  Personal,
  ReviewNote,
  VerdictBadge,
  Withheld,
} from "./figures.tsx";
export { FileDrop } from "./file-drop.tsx";
export { Icon, type IconName } from "./icon.tsx";
export { JaNumberField } from "./ja-number-field.tsx";
export { Card, Facts, Page, PageHeader, Tabs } from "./layout.tsx";
export { EmptyState, FaultNotice, Notice } from "./notice.tsx";
export { JobProgress } from "./progress.tsx";
export { SmallTable, type SmallColumn } from "./small-table.tsx";
export { Stepper } from "./stepper.tsx";
export { Toasts } from "./toasts.tsx";
