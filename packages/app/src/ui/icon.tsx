/** Icons of our own: drawn on a grid of 20, in the colour of the text. They are silent; what they stand beside has words. */

const paths = {
  home: "M3 9.5 10 3l7 6.5M5 8v9h10V8M8.5 17v-5h3v5",
  people:
    "M7.5 9a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2 17q0-5.5 5.5-5.5T13 17M13 3.8a2.6 2.6 0 0 1 0 5M15 12q3 1 3 5",
  person: "M10 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17q0-6 6-6t6 6",
  history: "M4 5h12M4 10h12M4 15h7",
  care: "M13.5 3a4 4 0 0 0-3.8 5.3L3.5 14.5l2 2 6.2-6.2A4 4 0 0 0 17 6.5l-2.5 1.5-2-.5-.5-2z",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M14 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM10 14a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  lock: "M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM7 9V6.5a3 3 0 0 1 6 0V9",
  unlock: "M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM7 9V6.5a3 3 0 0 1 5.8-1",
  door: "M5 17V3h10v14M3 17h14M12 10v.5",
  finger: "M5 12V9a5 5 0 0 1 10 0v4M7.5 15V9a2.5 2.5 0 0 1 5 0v7M10 9v9",
  card: "M4.5 5h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM2.5 8.5h15M5 12h3",
  pin: "M5 4.5h.1M10 4.5h.1M15 4.5h.1M5 10h.1M10 10h.1M15 10h.1M10 15.5h.1",
  key: "M6.5 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 10h8v3M14.5 10v2.5",
  battery:
    "M3.5 6.5h11A1.5 1.5 0 0 1 16 8v4a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 2 12V8a1.5 1.5 0 0 1 1.5-1.5zM18 9v2M5 9v2M8 9v2",
  link: "M3 8.5q7-6 14 0M5.5 11.5q4.5-4 9 0M8 14.5q2-1.8 4 0M10 17h.1",
  noLink: "M3 8.5q3-2.6 6.5-3M17 8.5q-1-.9-2-1.5M5.5 11.5q2-1.8 4.5-2M10 17h.1M4 3l13 14",
  bell: "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5q1.5 1 3 0",
  alarm: "M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14v.5",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  close: "M5 5l10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  back: "M12.5 4.5 7 10l5.5 5.5",
  next: "M7.5 4.5 13 10l-5.5 5.5",
  down: "M4.5 7.5 10 13l5.5-5.5",
  copy: "M9 7h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2zM4.5 13H4a1.5 1.5 0 0 1-1.5-1.5V4A1.5 1.5 0 0 1 4 2.5h7.5A1.5 1.5 0 0 1 13 4v.5",
  send: "M17 3 9 11M17 3l-5.5 14L9 11 3 8.5z",
  camera: "M3 6.5h3l1.5-2h5l1.5 2h3v10H3zM10 14a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.5 2",
  calendar: "M3.5 5h13v12h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  pause: "M7 4.5v11M13 4.5v11",
  play: "M6.5 4.5 15 10l-8.5 5.5z",
  edit: "M4 16l1-3.5L13.5 4 16 6.5 7.5 15zM11.5 6 14 8.5",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11M8.5 9v5M11.5 9v5",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v5M10 6.2v.3",
  question: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM8 8.2q0-2 2-2t2 1.8q0 1.3-2 2.2v1M10 13.8v.3",
  refused: "M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM7.5 7.5l5 5M12.5 7.5l-5 5",
  gateway: "M3.5 11h13v5h-13zM6 13.5h.1M9 13.5h4M6 8q4-3.5 8 0M10 9.5V11",
  panel:
    "M6 2.5h8a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zM8 6h.1M10 6h.1M12 6h.1M8 8.5h.1M10 8.5h.1M12 8.5h.1M8 13h6",
  download: "M10 3v9.5M5.5 8.5 10 13l4.5-4.5M4 16.5h12",
  filter: "M3 5h14l-5.5 6v5l-3-1.5V11z",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
  sound: "M3 8v4h3l4 3.5v-11L6 8zM13 7.5q2 2.5 0 5M15.5 5q4 5 0 10",
  language: "M3 5h8M7 3v2M9.5 5q-1 5-6 7.5M5 8q2 3 5 4M10 17l3.5-8 3.5 8M11.2 14.5h4.6",
  signOut: "M8 4H4v12h4M9 10h8M13.5 6.5 17 10l-3.5 3.5",
  more: "M5 10h.1M10 10h.1M15 10h.1",
  install: "M10 3v8M6.5 7.5 10 11l3.5-3.5M3.5 12.5v4h13v-4",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
