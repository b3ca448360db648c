import type { UserConfig } from "vitepress";

/** The attributes that hold for the whole site. */
export interface Defaults {
  collection?: string;
  company?: string;
  theme?: "auto" | "light" | "dark";
  lang?: string;
  placeholder?: string;
}

export interface Options extends Defaults {
  /** Where Byline is, such as `https://ask.example.org`. */
  url: string;
  /** Whether every page has a button in its corner. */
  button?: boolean;
  /** The words that stand in the place of the widget where its script can not be had. */
  link?: string;
}

/**
 * What VitePress has to know of Byline; `extends` in its configuration takes it.
 *
 * @throws {TypeError} the address is none, or there is no option of that name.
 */
export default function byline(options: Options): UserConfig;
