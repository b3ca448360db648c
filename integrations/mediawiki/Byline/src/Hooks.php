<?php
/**
 * Puts Byline into pages: the tag <byline collection="..."/>, and a button in the corner of every article.
 *
 * Parameters that are MediaWiki's own have no types: its classes have other names from one version to the next.
 */

namespace MediaWiki\Extension\Byline;

class Hooks {
	/** The attributes of the widget; docs/embedding.md of Byline describes them. */
	private const NAMES = [ 'collection', 'company', 'theme', 'lang', 'placeholder', 'mode', 'q' ];

	private string $url;
	private string $origin;
	/** @var bool|array */
	private $button;

	public function __construct( $config ) {
		$this->url = rtrim( trim( (string)$config->get( 'BylineUrl' ) ), '/' );
		$found = preg_match( '~^https?://[^/?#@\s;,]+(?=/|$)~i', $this->url, $match );
		$this->origin = $found ? $match[0] : '';
		$this->button = $config->get( 'BylineButton' );
	}

	/** Teaches the parser the tag. */
	public function onParserFirstCallInit( $parser ) {
		$parser->setHook( 'byline', [ $this, 'render' ] );
	}

	/** Puts the button into articles; pages to edit, log in and set preferences have none. */
	public function onBeforePageDisplay( $out, $skin ): void {
		if ( !$this->button || $this->origin === '' || !$out->isArticle() ) {
			return;
		}
		$set = [];
		foreach ( [ 'mode' => 'button' ] + ( is_array( $this->button ) ? $this->button : [] ) as $name => $value ) {
			$set["data-$name"] = $value;
		}
		$out->addHeadItem( 'byline-button', $this->script( $set ) );
		$out->getCSP()->addScriptSrc( $this->origin );
		$out->getCSP()->addDefaultSrc( $this->origin );
	}

	/** Returns what stands in the place of the tag: the widget, or what is wrong with the tag. */
	public function render( $text, array $set, $parser, $frame ): string {
		if ( $this->origin === '' ) {
			return $this->error( wfMessage( 'byline-no-url', $this->url ) );
		}
		foreach ( array_diff( array_keys( $set ), self::NAMES ) as $name ) {
			return $this->error( wfMessage( 'byline-unknown', $name, implode( ', ', self::NAMES ) ) );
		}
		// With the page, and so with what is kept of it in the cache: the script, and leave for it and its frame.
		$output = $parser->getOutput();
		$output->addHeadItem( $this->script( [] ), 'byline' );
		$output->addExtraCSPScriptSrc( $this->origin );
		$output->addExtraCSPDefaultSrc( $this->origin );
		$link = wfMessage( 'byline-link' )->inContentLanguage()->escaped();
		return '<byline-chat' . $this->attributes( [ 'src' => $this->url ] + $set ) . '>'
			. '<a' . $this->attributes( [ 'href' => "$this->url/" ] ) . ">$link</a></byline-chat>";
	}

	private function script( array $set ): string {
		return '<script async' . $this->attributes( [ 'src' => "$this->url/embed.js" ] + $set ) . '></script>';
	}

	private function attributes( array $set ): string {
		$text = '';
		foreach ( $set as $name => $value ) {
			$text .= ' ' . $name . '="' . htmlspecialchars( (string)$value, ENT_QUOTES ) . '"';
		}
		return $text;
	}

	private function error( $message ): string {
		return '<strong class="error">' . $message->inContentLanguage()->escaped() . '</strong>';
	}
}
