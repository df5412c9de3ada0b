import * as v from "valibot";
import {
  segmentDefinitionSchema,
  type MembershipAnswer,
  type SegmentEntry,
  type SegmentPreview,
  type SegmentVocabulary,
} from "../terms/segment.ts";
import type { SegmentTemplate } from "../terms/segment-templates.ts";
import { actKinds } from "../terms/segment-acts.ts";
import {
  segmentSetInputs,
  type ActVocabulary,
  type PriorityList,
  type PriorityPlace,
  type SegmentChanges,
  type SegmentOverlap,
  type SegmentSnapshot,
} from "../terms/segment-sets.ts";
import { id, language, nothing } from "./schemas.ts";

/** Segments of people. */
export const segmentsArguments = {
  segmentVocabulary: nothing,
  /** Definitions to start from, with days as this vault's people buy. */
  segmentTemplates: v.strictObject({ language }),
  /** What can be asked of an act: its values in this vault. */
  segmentActs: v.strictObject({ what: v.picklist(actKinds) }),
  previewSegment: v.strictObject({ definition: segmentDefinitionSchema, language }),
  /** Why a person is in or out of a stored segment, or of a definition. */
  explainMembership: v.strictObject({
    customerId: id,
    segmentId: v.optional(id),
    definition: v.optional(segmentDefinitionSchema),
    language,
  }),
  saveSegment: v.strictObject({
    id: v.optional(id),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    definition: segmentDefinitionSchema,
    /** Of the sentence in the answer; Japanese when left out. */
    language: v.optional(language),
  }),
  listSegments: v.strictObject({ language }),
  /** Not while another segment or an order of segments stands on it. */
  deleteSegment: v.strictObject({ segmentId: id }),
  overlapSegments: segmentSetInputs.overlap,
  /** Keeps who is in a segment now. */
  takeSnapshot: v.strictObject({ segmentId: id }),
  listSnapshots: v.strictObject({ segmentId: id }),
  deleteSnapshot: v.strictObject({ snapshotId: id }),
  /** Who came and left since a snapshot, in counts. */
  segmentChanges: v.strictObject({ snapshotId: id }),
  /** An order of segments: each person counts for the first that takes them. */
  savePriority: segmentSetInputs.priority,
  listPriorities: nothing,
  previewPriority: segmentSetInputs.order,
  deletePriority: v.strictObject({ priorityId: id }),
};

/** What they answer. */
export interface SegmentsAnswers {
  segmentVocabulary: SegmentVocabulary;
  segmentTemplates: readonly SegmentTemplate[];
  segmentActs: ActVocabulary;
  previewSegment: SegmentPreview;
  explainMembership: MembershipAnswer;
  saveSegment: SegmentEntry;
  listSegments: readonly SegmentEntry[];
  deleteSegment: null;
  overlapSegments: SegmentOverlap;
  takeSnapshot: SegmentSnapshot;
  /** Newest first. */
  listSnapshots: readonly SegmentSnapshot[];
  deleteSnapshot: null;
  segmentChanges: SegmentChanges;
  savePriority: PriorityList;
  listPriorities: readonly PriorityList[];
  previewPriority: readonly PriorityPlace[];
  deletePriority: null;
}
