export { Asked, Loading } from "./asked.tsx";
export { Button, IconButton, LinkButton } from "./button.tsx";
export { ChoiceBadge } from "./choice-badge.tsx";
export { DataTable, type DataColumn } from "./data-table.tsx";
export { ConfirmDialog, Dialog } from "./dialog.tsx";
export { Checkbox, Choices, Select, TextField } from "./fields.tsx";
export {
  Badge,
  DateText,
  Kpi,
  Kpis,
  Money,
  Personal,
  ReviewNote,
  VerdictBadge,
  Withheld,
} from "./figures.tsx";
export { FileDrop } from "./file-drop.tsx";
export { Icon } from "./icon.tsx";
export { JaNumberField } from "./ja-number-field.tsx";
export { Card, Facts, PageHeader } from "./layout.tsx";
export { NothingImported } from "./nothing-imported.tsx";
export { EmptyState, FaultNotice, Notice } from "./notice.tsx";
export { JobProgress } from "./progress.tsx";
export { SmallTable } from "./small-table.tsx";
export { Stepper } from "./stepper.tsx";
